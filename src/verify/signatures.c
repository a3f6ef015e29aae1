#include "verify/signatures.h"

#include <string.h>

/* "seal", or "seal 2 of 3": a place in the order of ranges. */
static const char *label(const struct verdict *verdict, size_t index)
{
    if (verdict->evidence.seal_count == 1)
        return "seal";
    return arena_printf(verdict->arena, "seal %zu of %zu", index + 1,
                        verdict->evidence.seal_count);
}

/* @return false: of a kind that is not known */
static bool form_of(const char *name, enum witness_form *form)
{
    static const char *const names[] = {
        [WITNESS_CADES] = "ETSI.CAdES.detached",
        [WITNESS_PKCS7] = "adbe.pkcs7.detached",
        [WITNESS_TIMESTAMP] = "ETSI.RFC3161",
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        *form = (enum witness_form)i;
        return true;
    }
    return false;
}

/* --- what was signed ----------------------------------------------------- */

static void hear(struct verdict *verdict, const char *bytes,
                 const struct verdict_terms *terms, enum witness_form form,
                 struct verdict_seal *seal)
{
    const struct evidence_seal *evidence = seal->evidence;
    const struct witness_piece pieces[] = {
        {bytes, evidence->hole},
        {bytes + evidence->after, evidence->end - evidence->after},
    };
    const struct witness_question question = {
        .form = form,
        .pieces = pieces,
        .piece_count = 2,
        .signature = evidence->contents,
        .signature_size = evidence->contents_size,
        .trust = terms->trust,
        .now = terms->now,
    };

    witness_hear(verdict->arena, &question, &seal->testimony);
}

static void blame_testimony(struct verdict *verdict, const char *claim,
                            const struct testimony *testimony)
{
    for (size_t i = 0; i < testimony->fault_count; i++) {
        const struct witness_fault *fault = &testimony->faults[i];
        if (strcmp(fault->of, "seal") == 0)
            verdict_blame(verdict, claim, "%s", fault->message);
        else
            verdict_blame(verdict, claim, "its %s: %s", fault->of,
                          fault->message);
    }
}

/* --- what was changed ---------------------------------------------------- */

/* A certificate of the level 1 permits nothing but time stamps after it. */
static bool is_forbidden(const struct verdict *verdict, size_t index)
{
    const struct evidence *evidence = &verdict->evidence;

    if (evidence->seals[index].certifies != 1)
        return false;
    for (size_t i = index + 1; i < evidence->seal_count; i++)
        if (strcmp(evidence->seals[i].form, "ETSI.RFC3161") != 0)
            return true;
    return false;
}

static void judge_changes(struct verdict *verdict, const char *claim,
                          size_t index)
{
    const struct evidence_seal *seal = &verdict->evidence.seals[index];
    const bool last = index + 1 == verdict->evidence.seal_count;

    if (!seal->changes)
        return;
    if (last || !seal->additive)
        verdict_blame(verdict, claim, "the file was changed after it: %s",
                      seal->changes);
    else if (is_forbidden(verdict, index))
        verdict_blame(verdict, claim,
                      "it permits no changes, and others sealed after it");
}

/* --- all ----------------------------------------------------------------- */

static enum verdict_sealing outcome(const struct verdict_seal *seal)
{
    const struct testimony *testimony = &seal->testimony;

    if (seal->holds)
        return testimony->signer.chain == WITNESS_TRUSTED ? VERDICT_TRUSTED
                                                          : VERDICT_VALID;
    for (size_t i = 0; i < testimony->fault_count; i++)
        if (strcmp(testimony->faults[i].of, "seal") == 0)
            return VERDICT_BROKEN;
    return testimony->fault_count ? VERDICT_UNTRUSTED : VERDICT_BROKEN;
}

static void judge_seal(struct verdict *verdict, const void *bytes,
                       const struct verdict_terms *terms, size_t index)
{
    struct verdict_seal *seal = &verdict->seals[index];
    const struct evidence_seal *evidence = &verdict->evidence.seals[index];
    const char *claim = label(verdict, index);
    const size_t before = verdict->fault_count;
    size_t after_hearing;
    enum witness_form form;
    enum verdict_sealing found;

    *seal = (struct verdict_seal){.evidence = evidence};
    if (evidence->fault)
        verdict_blame(verdict, claim, "%s", evidence->fault);
    else if (!form_of(evidence->form, &form))
        verdict_blame(verdict, claim, "its form is not known: \"%s\"",
                      evidence->form);
    else
        hear(verdict, bytes, terms, form, seal);
    blame_testimony(verdict, claim, &seal->testimony);
    after_hearing = verdict->fault_count;
    judge_changes(verdict, claim, index);
    seal->whole = !evidence->fault && !evidence->changes;
    seal->holds = verdict->fault_count == before;
    found = outcome(seal);
    if (verdict->fault_count > after_hearing)
        found = VERDICT_BROKEN;
    if (index == 0 || found < verdict->sealing)
        verdict->sealing = found;
}

/* A time stamp alone says when, but not who. */
static bool is_sealed(const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->seal_count; i++)
        if (strcmp(evidence->seals[i].form, "ETSI.RFC3161") != 0)
            return true;
    return false;
}

void seals_judge(struct verdict *verdict, const void *bytes,
                 const struct verdict_terms *terms)
{
    const struct evidence *evidence = &verdict->evidence;

    verdict->sealing = evidence->has_blank ? VERDICT_BLANK : VERDICT_UNSEALED;
    verdict->seals =
        ARENA_ARRAY(verdict->arena, struct verdict_seal, evidence->seal_count);
    for (size_t i = 0; i < evidence->seal_count; i++)
        judge_seal(verdict, bytes, terms, i);
    if (evidence->seals_left)
        verdict_blame(verdict, "seal", "there are more than %d of them",
                      EVIDENCE_SEALS);
    if (terms->sealed && !is_sealed(evidence))
        verdict_blame(verdict, "seal", "there is none");
    else if (evidence->says_sealed && !evidence->seal_count &&
             !evidence->has_blank)
        verdict_blame(verdict, "seal",
                      "the form says that there is one, and there is none");
}
