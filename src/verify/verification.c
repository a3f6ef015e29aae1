#include "verify/verification.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "verify/claims.h"
#include "verify/figures_check.h"
#include "verify/signatures.h"

/** Maximum bytes of a letter. */
static const size_t file_limit = (size_t)256 * 1024 * 1024;

enum { FAULT_SIZE = 400 };

void verification_add_fault(struct verification *verification,
                            const char *claim, const char *format, ...)
{
    char message[FAULT_SIZE];
    struct verification_fault *faults;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    utf8_trim_partial(message);
    faults = ARENA_ARRAY(verification->arena, struct verification_fault,
                         verification->fault_count + 1);
    if (verification->fault_count)
        memcpy(faults, verification->faults,
               verification->fault_count * sizeof *faults);
    faults[verification->fault_count++] = (struct verification_fault){
        claim, arena_strdup(verification->arena, message)};
    verification->faults = faults;
    if (verification->word == VERIFICATION_HOLDS)
        verification->word = VERIFICATION_FAILS;
}

/* --- the manifest -------------------------------------------------------- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

static void compare_with_manifest(struct verification *verification,
                                  const struct manifest_entry *entry)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    verification->manifest = VERIFICATION_DIFFERS;
    if (entry->status == MANIFEST_REFUSED)
        verification_add_fault(verification, "manifest",
                               "the row of %s was refused", entry->code);
    else if (strcmp(entry->sha256, verification->sha256) != 0)
        verification_add_fault(
            verification, "manifest",
            "not the bytes that were made for %s (sha256 %.12s...)",
            entry->code, entry->sha256);
    else
        verification->manifest = VERIFICATION_MATCHES;
    if (pdf_report->code &&
        strcmp(buffer_unguard_csv(entry->code), pdf_report->code) != 0) {
        verification->manifest = VERIFICATION_DIFFERS;
        verification_add_fault(verification, "manifest",
                               "the letter of %s is where that of %s belongs",
                               pdf_report->code, entry->code);
    }
    if (pdf_report->council &&
        strcmp(buffer_unguard_csv(entry->name), pdf_report->council) != 0) {
        verification->manifest = VERIFICATION_DIFFERS;
        verification_add_fault(verification, "manifest",
                               "the name is \"%s\" there", entry->name);
    }
}

/* Handles a file whose name is not listed: with --manifest, letters may have
 * any name; in the letters' folder the file is superfluous. */
static void judge_unlisted(struct verification *verification,
                           const struct verification_lookup *lookup)
{
    const struct manifest_entry *same =
        manifest_index_by_hash(lookup->manifest_index, verification->sha256);
    const struct manifest_entry *listed =
        verification->pdf_report.code
            ? manifest_index_by_code(lookup->manifest_index,
                                     verification->pdf_report.code)
            : NULL;

    if (same && lookup->named) {
        compare_with_manifest(verification, same);
    } else if (same) {
        verification->manifest = VERIFICATION_DIFFERS;
        verification_add_fault(verification, "manifest",
                               "listed under another name: %s", same->file);
    } else if (listed) {
        compare_with_manifest(verification, listed);
    } else if (lookup->named || lookup->letters) {
        verification->manifest = VERIFICATION_UNLISTED;
        verification_add_fault(verification, "manifest", "not listed");
    } else {
        verification->manifest_path = NULL;
    }
}

static void judge_manifest(struct verification *verification,
                           const struct verification_lookup *lookup)
{
    const struct manifest_entry *entry;

    if (lookup->damaged) {
        verification->manifest_path = lookup->damaged;
        verification->manifest = VERIFICATION_UNLISTED;
        verification_add_fault(verification, "manifest", "cannot be read");
    }
    if (!lookup->manifest_index)
        return;
    verification->manifest_path = manifest_index_path(lookup->manifest_index);
    entry = manifest_index_by_name(lookup->manifest_index,
                                   file_name(verification->file));
    if (entry)
        compare_with_manifest(verification, entry);
    else
        judge_unlisted(verification, lookup);
}

/* --- the file ------------------------------------------------------------ */

static void judge_syntax(struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    if (pdf_report->damages > 1)
        verification_add_fault(verification, "file",
                               "damaged in %zu places, first: %s",
                               pdf_report->damages, pdf_report->damage);
    else if (pdf_report->damage)
        verification_add_fault(verification, "file", "damaged: %s",
                               pdf_report->damage);
}

static void judge_metadata(struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    if (pdf_report->metadata_fault)
        verification_add_fault(verification, "metadata",
                               "XMP cannot be read: %s",
                               pdf_report->metadata_fault);
    if (pdf_report->contradiction)
        verification_add_fault(verification, "metadata",
                               "XMP gives two values of %s",
                               pdf_report->contradiction);
}

static void judge_actions(struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    for (size_t i = 0; i < pdf_report->action_count && i < PDF_REPORT_ACTIONS;
         i++)
        verification_add_fault(verification, "actions", "%s %s",
                               pdf_report->actions[i].where,
                               pdf_report->actions[i].what);
    if (pdf_report->action_count > PDF_REPORT_ACTIONS)
        verification_add_fault(verification, "actions", "and %zu more",
                               pdf_report->action_count - PDF_REPORT_ACTIONS);
}

/* --- the letter ---------------------------------------------------------- */

static bool is_given(const char *text)
{
    return text && !utf8_is_blank(text);
}

static void judge_title(struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;
    const char *expected =
        arena_printf(verification->arena, "%s - %s", pdf_report->campaign,
                     pdf_report->council);

    if (!pdf_report->title || strcmp(pdf_report->title, expected) != 0)
        verification_add_fault(verification, "letter",
                               "the title is not that of %s's letter",
                               pdf_report->council);
    else if (!pdf_report->info_title ||
             strcmp(pdf_report->info_title, pdf_report->title) != 0)
        verification_add_fault(verification, "letter",
                               "/Title and XMP's dc:title are not the same");
}

static void judge_letter(struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;
    const char *language = pdf_report->language;

    if (!pdf_report->code && !pdf_report->council && !pdf_report->campaign)
        return;
    if (!is_given(pdf_report->code) || !is_given(pdf_report->council) ||
        !is_given(pdf_report->campaign)) {
        verification_add_fault(verification, "letter",
                               "XMP lacks one of code, council and campaign");
        return;
    }
    judge_title(verification);
    if (language && pdf_report->xmp_language &&
        strcmp(language, pdf_report->xmp_language) != 0)
        verification_add_fault(verification, "letter",
                               "/Lang and XMP's dc:language are not the same");
}

static void judge_figures(struct verification *verification,
                          const struct pdf_report_attachment *file)
{
    const char *fault;

    if (!verification->pdf_report.code ||
        strcmp(file->name, "figures.csv") != 0)
        return;
    verification->has_figures = true;
    fault = file->size > PDF_REPORT_BYTES_KEPT
                ? "larger than any letter's"
                : figures_check_csv(verification->arena, file->bytes,
                                    file->size, &verification->statistics);
    verification->figures_match = !fault;
    if (fault)
        verification_add_fault(verification, "figures", "figures.csv: %s",
                               fault);
}

static void judge_attachments(struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    for (size_t i = 0; i < pdf_report->attachment_count; i++) {
        const struct pdf_report_attachment *file = &pdf_report->attachments[i];
        if (!file->readable) {
            verification_add_fault(verification, "attachments",
                                   "%s cannot be read", file->name);
            continue;
        }
        if (pdf_report->code && !file->associated)
            verification_add_fault(verification, "letter",
                                   "attachment %s: not associated with it",
                                   file->name);
        if (file->stated >= 0 && (unsigned long long)file->stated != file->size)
            verification_add_fault(verification, "attachments",
                                   "%s has %zu bytes, but is said to have %lld",
                                   file->name, file->size, file->stated);
        judge_figures(verification, file);
    }
}

static void judge(struct verification *verification, const struct buffer *file,
                  const struct verification_policy *policy)
{
    verification->pdf_claims =
        claims_words(verification->arena, &verification->pdf_report);
    judge_syntax(verification);
    judge_metadata(verification);
    judge_letter(verification);
    judge_actions(verification);
    judge_attachments(verification);
    signatures_check(verification, buffer_text(file), policy);
}

static void judge_bytes(struct verification *verification,
                        const struct buffer *file)
{
    unsigned char digest[HASH_SIZE];

    hash_bytes(buffer_text(file), file->length, digest);
    hash_hex(digest, verification->sha256);
    verification->size = file->length;
}

/* A file that begins like a PDF file claims to be one; any other claims nothing
 * and is unreadable. */
static enum status judge_file(struct verification *verification,
                              const struct buffer *file,
                              const struct verification_policy *policy,
                              struct error *err)
{
    const enum status status = pdf_report_read(
        verification->arena, verification->file, buffer_text(file),
        file->length, &verification->pdf_report, err);

    if (status == STATUS_OK)
        judge(verification, file, policy);
    if (status == STATUS_OK || err->rule != RULE_PDF_DAMAGED)
        return status;
    verification_add_fault(verification, "file", "damaged: %s", err->message);
    return STATUS_OK;
}

static enum status judge_unread(struct verification *verification,
                                const struct buffer *file,
                                const struct verification_policy *policy,
                                struct error *err)
{
    (void)file;
    (void)policy;
    (void)err;
    verification_add_fault(verification, "file",
                           "damaged so that it cannot be read back");
    return STATUS_OK;
}

static enum status judge_cost(struct verification *verification,
                              const struct buffer *file,
                              const struct verification_policy *policy,
                              struct error *err)
{
    (void)file;
    (void)policy;
    (void)err;
    verification_add_fault(
        verification, "file",
        "too costly to read: more than %d seconds of processor time",
        VERIFICATION_SECONDS);
    return STATUS_OK;
}

typedef enum status (*judge_function)(struct verification *verification,
                                      const struct buffer *file,
                                      const struct verification_policy *policy,
                                      struct error *err);

static enum status reach(struct arena *arena, const char *path,
                         const struct verification_lookup *lookup,
                         const struct verification_policy *policy,
                         judge_function judging,
                         struct verification *verification, struct error *err)
{
    struct buffer file = buffer_new(file_limit);
    enum status status;

    *verification =
        (struct verification){.arena = arena, .file = path, .pdf_claims = ""};
    status = buffer_read_file(&file, path, path, err);
    if (status == STATUS_OK) {
        judge_bytes(verification, &file);
        status = judging(verification, &file, policy, err);
        judge_manifest(verification, lookup);
    }
    if (status != STATUS_OK) {
        verification_add_fault(verification, "file", "%s", err->message);
        verification->word = VERIFICATION_UNREADABLE;
    }
    buffer_free(&file);
    return status;
}

enum status verification_run(struct arena *arena, const char *path,
                             const struct verification_lookup *lookup,
                             const struct verification_policy *policy,
                             struct verification *verification,
                             struct error *err)
{
    return reach(arena, path, lookup, policy, judge_file, verification, err);
}

enum status verification_run_unread(struct arena *arena, const char *path,
                                    const struct verification_lookup *lookup,
                                    const struct verification_policy *policy,
                                    struct verification *verification,
                                    struct error *err)
{
    return reach(arena, path, lookup, policy, judge_unread, verification, err);
}

enum status
verification_give_up_costly(struct arena *arena, const char *path,
                            const struct verification_lookup *lookup,
                            const struct verification_policy *policy,
                            struct verification *verification,
                            struct error *err)
{
    return reach(arena, path, lookup, policy, judge_cost, verification, err);
}
