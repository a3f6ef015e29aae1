#include "verify/signatures.h"

#include <string.h>

static bool is_time_stamp(const struct pdf_report_signature *seal)
{
    return strcmp(seal->form, "ETSI.RFC3161") == 0;
}

/* "seal", or "seal 2 of 3": a place in the order of ranges. */
static const char *label(const struct verification *verification, size_t index)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;
    size_t count = 0;
    size_t location = 0;

    if (is_time_stamp(&pdf_report->seals[index]))
        return "document time stamp";
    for (size_t i = 0; i < pdf_report->seal_count; i++) {
        count += !is_time_stamp(&pdf_report->seals[i]);
        if (i == index)
            location = count;
    }
    return count == 1 ? "seal"
                      : arena_printf(verification->arena, "seal %zu of %zu",
                                     location, count);
}

/* @return false for an unknown form */
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

static void judge_changes(struct verification *verification, const char *claim,
                          const struct pdf_report_signature *seal)
{
    if (seal->changes && !seal->admitted)
        verification_add_fault(verification, claim,
                               "the file was changed after it was sealed: %s",
                               seal->changes);
}

/* --- all ----------------------------------------------------------------- */

/* @return the result of a seal; VERIFICATION_TRUSTED: it is valid */
static enum verification_seal_state
outcome(const struct verification_signature *seal)
{
    const struct signature_report *signature_report = &seal->signature_report;

    if (seal->is_valid)
        return !seal->first ||
                       signature_report->signer.chain == SIGNATURE_CHECK_TRUSTED
                   ? VERIFICATION_TRUSTED
                   : VERIFICATION_VALID;
    for (size_t i = 0; i < signature_report->fault_count; i++)
        if (strcmp(signature_report->faults[i].of, "seal") == 0)
            return VERIFICATION_BROKEN;
    return signature_report->fault_count ? VERIFICATION_UNTRUSTED
                                         : VERIFICATION_BROKEN;
}

/* The first that is not a time stamp is the office's. */
static bool is_first(const struct pdf_report *pdf_report, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (!is_time_stamp(&pdf_report->seals[i]))
            return false;
    return !is_time_stamp(&pdf_report->seals[index]);
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

    *seal = (struct verification_signature){
        .pdf_report = pdf_report,
        .first = is_first(&verification->pdf_report, index)};
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
    judge_changes(verification, claim, pdf_report);
    seal->whole = !pdf_report->fault && !pdf_report->changes;
    seal->is_valid = verification->fault_count == before;
    found = outcome(seal);
    if (verification->fault_count > after_hearing)
        found = VERIFICATION_BROKEN;
    if (found < verification->seal_state)
        verification->seal_state = found;
}

/* A time stamp alone proves a time, not a signer. */
static bool is_sealed(const struct pdf_report *pdf_report)
{
    for (size_t i = 0; i < pdf_report->seal_count; i++)
        if (!is_time_stamp(&pdf_report->seals[i]))
            return true;
    return false;
}

void signatures_check(struct verification *verification, const void *bytes,
                      const struct verification_policy *policy)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    verification->seal_state = VERIFICATION_TRUSTED;
    verification->seals =
        ARENA_ARRAY(verification->arena, struct verification_signature,
                    pdf_report->seal_count);
    for (size_t i = 0; i < pdf_report->seal_count; i++)
        judge_seal(verification, bytes, policy, i);
    if (verification->seal_state == VERIFICATION_TRUSTED &&
        !is_sealed(pdf_report))
        verification->seal_state =
            pdf_report->has_blank ? VERIFICATION_BLANK : VERIFICATION_UNSEALED;
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
