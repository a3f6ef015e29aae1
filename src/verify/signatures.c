#include "verify/signatures.h"

#include <string.h>

/* "seal", or "seal 2 of 3": a place in the order of ranges. */
static const char *label(const struct verification *verification, size_t index)
{
    if (verification->pdf_report.seal_count == 1)
        return "seal";
    return arena_printf(verification->arena, "seal %zu of %zu", index + 1,
                        verification->pdf_report.seal_count);
}

/* @return false: of a kind that is not known */
static bool form_of(const char *name, enum signature_check_form *form)
{
    static const char *const names[] = {
        [SIGNATURE_CHECK_CADES] = "ETSI.CAdES.detached",
        [SIGNATURE_CHECK_PKCS7] = "adbe.pkcs7.detached",
        [SIGNATURE_CHECK_TIMESTAMP] = "ETSI.RFC3161",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        *form = (enum signature_check_form)i;
        return true;
    }
    return false;
}

/* --- what was signed ----------------------------------------------------- */

static void check_bytes(struct verification *verification, const char *bytes,
                        const struct verification_policy *policy,
                        enum signature_check_form form,
                        struct verification_signature *seal)
{
    const struct pdf_report_signature *pdf_report = seal->pdf_report;
    const struct signature_check_piece pieces[] = {
        {bytes, pdf_report->hole},
        {bytes + pdf_report->after, pdf_report->end - pdf_report->after},
    };
    const struct signature_check_input question = {
        .form = form,
        .pieces = pieces,
        .piece_count = 2,
        .signature = pdf_report->contents,
        .signature_size = pdf_report->contents_size,
        .trust = policy->trust,
        .now = policy->now,
    };

    signature_check(verification->arena, &question, &seal->signature_report);
}

static void add_signature_fault(struct verification *verification,
                                const char *claim,
                                const struct signature_report *signature_report)
{
    for (size_t i = 0; i < signature_report->fault_count; i++) {
        const struct signature_check_fault *fault =
            &signature_report->faults[i];
        if (strcmp(fault->of, "seal") == 0)
            verification_add_fault(verification, claim, "%s", fault->message);
        else
            verification_add_fault(verification, claim, "its %s: %s", fault->of,
                                   fault->message);
    }
}

/* --- what was changed ---------------------------------------------------- */

/* A certificate of the level 1 permits nothing but time stamps after it. */
static bool is_forbidden(const struct verification *verification, size_t index)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    if (pdf_report->seals[index].certifies != 1)
        return false;
    for (size_t i = index + 1; i < pdf_report->seal_count; i++)
        if (strcmp(pdf_report->seals[i].form, "ETSI.RFC3161") != 0)
            return true;
    return false;
}

static void judge_changes(struct verification *verification, const char *claim,
                          size_t index)
{
    const struct pdf_report_signature *seal =
        &verification->pdf_report.seals[index];
    const bool last = index + 1 == verification->pdf_report.seal_count;

    if (!seal->changes)
        return;
    if (last || !seal->additive)
        verification_add_fault(verification, claim,
                               "the file was changed after it: %s",
                               seal->changes);
    else if (is_forbidden(verification, index))
        verification_add_fault(
            verification, claim,
            "it permits no changes, and others sealed after it");
}

/* --- all ----------------------------------------------------------------- */

static enum verification_seal_state
outcome(const struct verification_signature *seal)
{
    const struct signature_report *signature_report = &seal->signature_report;

    if (seal->is_valid)
        return signature_report->signer.chain == SIGNATURE_CHECK_TRUSTED
                   ? VERIFICATION_TRUSTED
                   : VERIFICATION_VALID;
    for (size_t i = 0; i < signature_report->fault_count; i++)
        if (strcmp(signature_report->faults[i].of, "seal") == 0)
            return VERIFICATION_BROKEN;
    return signature_report->fault_count ? VERIFICATION_UNTRUSTED
                                         : VERIFICATION_BROKEN;
}

static void judge_seal(struct verification *verification, const void *bytes,
                       const struct verification_policy *policy, size_t index)
{
    struct verification_signature *seal = &verification->seals[index];
    const struct pdf_report_signature *pdf_report =
        &verification->pdf_report.seals[index];
    const char *claim = label(verification, index);
    const size_t before = verification->fault_count;
    size_t after_hearing;
    enum signature_check_form form;
    enum verification_seal_state found;

    *seal = (struct verification_signature){.pdf_report = pdf_report};
    if (pdf_report->fault)
        verification_add_fault(verification, claim, "%s", pdf_report->fault);
    else if (!form_of(pdf_report->form, &form))
        verification_add_fault(verification, claim,
                               "its form is not known: \"%s\"",
                               pdf_report->form);
    else
        check_bytes(verification, bytes, policy, form, seal);
    add_signature_fault(verification, claim, &seal->signature_report);
    after_hearing = verification->fault_count;
    judge_changes(verification, claim, index);
    seal->whole = !pdf_report->fault && !pdf_report->changes;
    seal->is_valid = verification->fault_count == before;
    found = outcome(seal);
    if (verification->fault_count > after_hearing)
        found = VERIFICATION_BROKEN;
    if (index == 0 || found < verification->seal_state)
        verification->seal_state = found;
}

/* A time stamp alone says when, but not who. */
static bool is_sealed(const struct pdf_report *pdf_report)
{
    for (size_t i = 0; i < pdf_report->seal_count; i++)
        if (strcmp(pdf_report->seals[i].form, "ETSI.RFC3161") != 0)
            return true;
    return false;
}

void signatures_check(struct verification *verification, const void *bytes,
                      const struct verification_policy *policy)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    verification->seal_state =
        pdf_report->has_blank ? VERIFICATION_BLANK : VERIFICATION_UNSEALED;
    verification->seals =
        ARENA_ARRAY(verification->arena, struct verification_signature,
                    pdf_report->seal_count);
    for (size_t i = 0; i < pdf_report->seal_count; i++)
        judge_seal(verification, bytes, policy, i);
    if (pdf_report->seals_left)
        verification_add_fault(verification, "seal",
                               "there are more than %d of them",
                               PDF_REPORT_MAX_SIGNATURES);
    if (policy->sealed && !is_sealed(pdf_report))
        verification_add_fault(verification, "seal", "there is none");
    else if (pdf_report->says_sealed && !pdf_report->seal_count &&
             !pdf_report->has_blank)
        verification_add_fault(
            verification, "seal",
            "the form says that there is one, and there is none");
}
