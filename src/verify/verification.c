#include "verify/verification.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "verify/claims.h"
#include "verify/figures_check.h"
#include "verify/signatures.h"

/** More is no letter. */
static const size_t file_limit = (size_t)256 * 1024 * 1024;

enum { FAULT_SIZE = 400 };

void verdict_blame(struct verdict *verdict, const char *claim,
                   const char *format, ...)
{
    char message[FAULT_SIZE];
    struct verdict_fault *faults;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    text_trim_partial(message);
    faults = ARENA_ARRAY(verdict->arena, struct verdict_fault,
                         verdict->fault_count + 1);
    if (verdict->fault_count)
        memcpy(faults, verdict->faults, verdict->fault_count * sizeof *faults);
    faults[verdict->fault_count++] =
        (struct verdict_fault){claim, arena_string(verdict->arena, message)};
    verdict->faults = faults;
    if (verdict->word == VERDICT_HOLDS)
        verdict->word = VERDICT_FAILS;
}

/* --- the manifest -------------------------------------------------------- */

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* A text of the manifest and one of the letter; what a spreadsheet would run
 * bears an apostrophe in the manifest. */
static bool same_text(const char *listed, const char *text)
{
    return strcmp(listed, text) == 0 ||
           (*listed == '\'' && strcmp(listed + 1, text) == 0);
}

static void hold_against(struct verdict *verdict,
                         const struct manifest_entry *entry)
{
    const struct evidence *evidence = &verdict->evidence;

    verdict->manifest = VERDICT_DIFFERS;
    if (entry->status == MANIFEST_REFUSED)
        verdict_blame(verdict, "manifest", "the row of %s was refused",
                      entry->code);
    else if (strcmp(entry->sha256, verdict->sha256) != 0)
        verdict_blame(verdict, "manifest",
                      "not the bytes that were made for %s (sha256 %.12s...)",
                      entry->code, entry->sha256);
    else
        verdict->manifest = VERDICT_MATCHES;
    if (evidence->code && !same_text(entry->code, evidence->code)) {
        verdict->manifest = VERDICT_DIFFERS;
        verdict_blame(verdict, "manifest",
                      "the letter of %s stands where that of %s belongs",
                      evidence->code, entry->code);
    }
    if (evidence->council && !same_text(entry->name, evidence->council)) {
        verdict->manifest = VERDICT_DIFFERS;
        verdict_blame(verdict, "manifest", "the name is \"%s\" there",
                      entry->name);
    }
}

/* A file of no name that is listed: whoever names a manifest may have saved
 * the letter as he liked, but among the letters it is one too many. */
static void judge_stranger(struct verdict *verdict,
                           const struct verdict_shelf *shelf)
{
    const struct manifest_entry *same =
        registry_by_hash(shelf->registry, verdict->sha256);
    const struct manifest_entry *listed =
        verdict->evidence.code
            ? registry_by_code(shelf->registry, verdict->evidence.code)
            : NULL;

    if (same && shelf->named) {
        hold_against(verdict, same);
    } else if (same) {
        verdict->manifest = VERDICT_DIFFERS;
        verdict_blame(verdict, "manifest", "listed under another name: %s",
                      same->file);
    } else if (listed) {
        hold_against(verdict, listed);
    } else if (shelf->named || shelf->letters) {
        verdict->manifest = VERDICT_UNLISTED;
        verdict_blame(verdict, "manifest", "not listed");
    } else {
        verdict->manifest_path = NULL;
    }
}

static void judge_manifest(struct verdict *verdict,
                           const struct verdict_shelf *shelf)
{
    const struct manifest_entry *entry;

    if (shelf->damaged) {
        verdict->manifest_path = shelf->damaged;
        verdict->manifest = VERDICT_UNLISTED;
        verdict_blame(verdict, "manifest", "cannot be read");
    }
    if (!shelf->registry)
        return;
    verdict->manifest_path = registry_path(shelf->registry);
    entry = registry_by_name(shelf->registry, file_name(verdict->file));
    if (entry)
        hold_against(verdict, entry);
    else
        judge_stranger(verdict, shelf);
}

/* --- the file ------------------------------------------------------------ */

static void judge_syntax(struct verdict *verdict)
{
    const struct evidence *evidence = &verdict->evidence;

    if (evidence->damages > 1)
        verdict_blame(verdict, "file", "damaged in %zu places, first: %s",
                      evidence->damages, evidence->damage);
    else if (evidence->damage)
        verdict_blame(verdict, "file", "damaged: %s", evidence->damage);
}

static void judge_metadata(struct verdict *verdict)
{
    const struct evidence *evidence = &verdict->evidence;

    if (evidence->metadata_fault)
        verdict_blame(verdict, "metadata", "XMP cannot be read: %s",
                      evidence->metadata_fault);
}

/* --- the letter ---------------------------------------------------------- */

static bool is_given(const char *text)
{
    return text && !text_is_blank(text);
}

static void judge_title(struct verdict *verdict)
{
    const struct evidence *evidence = &verdict->evidence;
    const char *expected = arena_printf(verdict->arena, "%s - %s",
                                        evidence->campaign, evidence->council);

    if (!evidence->title || strcmp(evidence->title, expected) != 0)
        verdict_blame(verdict, "letter", "the title is not that of %s's letter",
                      evidence->council);
    else if (!evidence->info_title ||
             strcmp(evidence->info_title, evidence->title) != 0)
        verdict_blame(verdict, "letter",
                      "/Title and XMP's dc:title are not the same");
}

static void judge_letter(struct verdict *verdict)
{
    const struct evidence *evidence = &verdict->evidence;
    const char *language = evidence->language;

    if (!evidence->code && !evidence->council && !evidence->campaign)
        return;
    if (!is_given(evidence->code) || !is_given(evidence->council) ||
        !is_given(evidence->campaign)) {
        verdict_blame(verdict, "letter",
                      "XMP lacks one of code, council and campaign");
        return;
    }
    judge_title(verdict);
    if (language && evidence->xmp_language &&
        strcmp(language, evidence->xmp_language) != 0)
        verdict_blame(verdict, "letter",
                      "/Lang and XMP's dc:language are not the same");
}

static void judge_figures(struct verdict *verdict,
                          const struct evidence_attachment *file)
{
    const char *fault;

    if (!verdict->evidence.code || strcmp(file->name, "figures.csv") != 0)
        return;
    verdict->has_figures = true;
    fault = file->size > EVIDENCE_KEPT
                ? "larger than any letter's"
                : reckoning_check(verdict->arena, file->bytes, file->size,
                                  &verdict->statistics);
    verdict->figures_hold = !fault;
    if (fault)
        verdict_blame(verdict, "figures", "figures.csv: %s", fault);
}

static void judge_attachments(struct verdict *verdict)
{
    const struct evidence *evidence = &verdict->evidence;

    for (size_t i = 0; i < evidence->attachment_count; i++) {
        const struct evidence_attachment *file = &evidence->attachments[i];
        if (!file->readable) {
            verdict_blame(verdict, "attachments", "%s cannot be read",
                          file->name);
            continue;
        }
        if (file->stated >= 0 && (unsigned long long)file->stated != file->size)
            verdict_blame(verdict, "attachments",
                          "%s has %zu bytes, but is said to have %lld",
                          file->name, file->size, file->stated);
        judge_figures(verdict, file);
    }
}

static void judge(struct verdict *verdict, const struct buffer *file,
                  const struct verdict_terms *terms)
{
    judge_syntax(verdict);
    judge_metadata(verdict);
    judge_letter(verdict);
    conditions_check(verdict);
    judge_attachments(verdict);
    seals_judge(verdict, buffer_text(file), terms);
}

static void judge_bytes(struct verdict *verdict, const struct buffer *file)
{
    unsigned char digest[HASH_SIZE];

    hash_bytes(buffer_text(file), file->length, digest);
    hash_hex(digest, verdict->sha256);
    verdict->size = file->length;
}

/* A file that begins as a PDF file claims to be one; what is none claims
 * nothing, and is unreadable. */
static enum status judge_file(struct verdict *verdict,
                              const struct buffer *file,
                              const struct verdict_terms *terms,
                              struct error *err)
{
    const enum status status =
        evidence_gather(verdict->arena, verdict->file, buffer_text(file),
                        file->length, &verdict->evidence, err);

    if (status == STATUS_OK)
        judge(verdict, file, terms);
    if (status == STATUS_OK || err->rule != RULE_PDF_DAMAGED)
        return status;
    verdict_blame(verdict, "file", "damaged: %s", err->message);
    return STATUS_OK;
}

static enum status judge_death(struct verdict *verdict,
                               const struct buffer *file,
                               const struct verdict_terms *terms,
                               struct error *err)
{
    (void)file;
    (void)terms;
    (void)err;
    verdict_blame(verdict, "file", "damaged so that it cannot be read back");
    return STATUS_OK;
}

typedef enum status (*judge_function)(struct verdict *verdict,
                                      const struct buffer *file,
                                      const struct verdict_terms *terms,
                                      struct error *err);

static enum status reach(struct arena *arena, const char *path,
                         const struct verdict_shelf *shelf,
                         const struct verdict_terms *terms,
                         judge_function judging, struct verdict *verdict,
                         struct error *err)
{
    struct buffer file = buffer_new(file_limit);
    enum status status;

    *verdict = (struct verdict){
        .arena = arena, .file = path, .claims = "", .checked = ""};
    status = buffer_read_file(&file, path, path, err);
    if (status == STATUS_OK) {
        judge_bytes(verdict, &file);
        status = judging(verdict, &file, terms, err);
        judge_manifest(verdict, shelf);
    }
    if (status != STATUS_OK) {
        verdict_blame(verdict, "file", "%s", err->message);
        verdict->word = VERDICT_UNREADABLE;
    }
    buffer_free(&file);
    return status;
}

enum status verdict_reach(struct arena *arena, const char *path,
                          const struct verdict_shelf *shelf,
                          const struct verdict_terms *terms,
                          struct verdict *verdict, struct error *err)
{
    return reach(arena, path, shelf, terms, judge_file, verdict, err);
}

enum status verdict_give_up(struct arena *arena, const char *path,
                            const struct verdict_shelf *shelf,
                            const struct verdict_terms *terms,
                            struct verdict *verdict, struct error *err)
{
    return reach(arena, path, shelf, terms, judge_death, verdict, err);
}
