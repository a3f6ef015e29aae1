#include "cli/verification_print.h"

#include <stdarg.h>
#include <string.h>

#include "base/number.h"
#include "base/plural.h"
#include "base/time.h"
#include "cli/result.h"
#include "cli/sanitize.h"

static const char *const words[] = {"holds", "fails", "unreadable"};
static const char *const manifest_words[] = {"none", "matches", "differs",
                                             "not listed"};
static const char *const seal_words[] = {"none",      "blank", "broken",
                                         "untrusted", "valid", "trusted"};
/* Only the office's seal can be "trusted", not a time stamp or another
 * signature. */
static const char *const chain_words[] = {"not asked", "trusted", "untrusted"};
static const char *const other_chain_words[] = {"not asked", "known",
                                                "not known"};

static const size_t output_limit = (size_t)16 * 1024 * 1024;

/* --- a block of lines ---------------------------------------------------- */

PRINTF_LIKE(4, 5)
static void print_line(const struct verification *verification, FILE *out,
                       const char *label, const char *format, ...)
{
    va_list values;

    va_start(values, format);
    fprintf(out, "  %-12s %s\n", label,
            sanitize_text(verification->arena,
                          arena_vprintf(verification->arena, format, values)));
    va_end(values);
}

static void print_letter(const struct verification *verification, FILE *out)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    if (pdf_report->code || pdf_report->council)
        print_line(verification, out, "letter", "%s %s",
                   pdf_report->code ? pdf_report->code : "",
                   pdf_report->council ? pdf_report->council : "");
    if (pdf_report->campaign)
        print_line(verification, out, "campaign", "%s", pdf_report->campaign);
    if (!pdf_report->code && pdf_report->title)
        print_line(verification, out, "title", "%s", pdf_report->title);
}

static void print_manifest(const struct verification *verification, FILE *out)
{
    const char *words_of[] = {"no manifest", "matches", "differs from",
                              "not listed in"};
    const char *path = verification->manifest_path;

    print_line(verification, out, "manifest", "%s%s%s",
               words_of[verification->manifest], path ? " " : "",
               path ? path : "");
}

static void print_claims(const struct verification *verification, FILE *out)
{
    print_line(verification, out, "claims", "%s",
               *verification->pdf_claims
                   ? arena_printf(verification->arena,
                                  "%s (what the file says; not checked)",
                                  verification->pdf_claims)
                   : "neither PDF/UA nor PDF/A");
}

static void print_tags(const struct verification *verification, FILE *out)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;
    const char *language = pdf_report->language;

    print_line(verification, out, "tags", "says it is %s, %s",
               pdf_report->tagged ? "tagged" : "not tagged",
               language ? language : "no language");
}

static void print_attachments(const struct verification *verification,
                              FILE *out)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;
    char size[NUMBER_COUNT_SIZE];

    for (size_t i = 0; i < pdf_report->attachment_count; i++) {
        const struct pdf_report_attachment *file = &pdf_report->attachments[i];
        print_line(verification, out, i ? "" : "attachments", "%s, %s bytes",
                   file->name, number_print_count(size, (int64_t)file->size));
    }
    if (!pdf_report->attachment_count)
        print_line(verification, out, "attachments", "none");
    if (verification->figures_match)
        print_line(verification, out, "figures",
                   "%zu statistic%s, rates as reckoned again",
                   verification->statistics,
                   plural_s(verification->statistics));
}

static const char *in_words(const struct verification *verification,
                            const struct verification_signature *seal)
{
    const struct signature_report *signature_report = &seal->signature_report;

    if (!signature_report->signer.name)
        return arena_printf(verification->arena, "broken: nobody's, %s",
                            *seal->pdf_report->form ? seal->pdf_report->form
                                                    : "of no form");
    return arena_printf(verification->arena, "%s: %s, %s, %s",
                        seal->is_valid ? "holds" : "fails",
                        signature_report->signer.name, signature_report->level,
                        signature_report->algorithm);
}

static void print_signer(const struct verification *verification,
                         const struct verification_signature *seal, FILE *out)
{
    const struct signature_check_person *signer =
        &seal->signature_report.signer;
    char from[TIME_SIZE];
    char until[TIME_SIZE];
    static const char *const chains[][3] = {
        {"chain not checked without --trust", "chain known", "chain not known"},
        {"chain not checked without --trust", "chain trusted",
         "chain not trusted"}};

    print_line(verification, out, "", "%s", signer->subject);
    print_line(verification, out, "", "issued by %s, valid from %s to %s; %s",
               signer->issuer, time_print_day(from, signer->from),
               time_print_day(until, signer->until),
               chains[seal->first][signer->chain]);
}

static const char *stated_date(const struct verification *verification,
                               const struct pdf_report_signature *seal)
{
    char text[TIME_SIZE];
    int64_t time;

    if (!seal->date)
        return NULL;
    return time_parse_pdf(seal->date, &time)
               ? arena_strdup(verification->arena, time_print(text, time))
               : seal->date;
}

/* Prints the seal's own claims, which only the signature supports. */
static void print_statement(const struct verification *verification,
                            const struct pdf_report_signature *seal, FILE *out)
{
    const char *const labels[] = {"", ", name ", ", reason ", ", location "};
    const char *const texts[] = {stated_date(verification, seal), seal->name,
                                 seal->reason, seal->location};
    const char *line = "";

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            line = arena_printf(verification->arena, "%s%s%s", line, labels[i],
                                texts[i]);
    if (*line)
        print_line(verification, out, "", "states %s",
                   *line == ',' ? line + 2 : line);
}

static void print_scope(const struct verification *verification,
                        const struct verification_signature *seal, FILE *out)
{
    static const char *const permits[] = {
        "", "; certifies, no changes permitted",
        "; certifies, forms may be filled in",
        "; certifies, forms and comments may be added"};
    const struct pdf_report_signature *pdf_report = seal->pdf_report;
    const long long level =
        pdf_report->certifies >= 1 && pdf_report->certifies <= 3
            ? pdf_report->certifies
            : 0;

    if (pdf_report->fault)
        return;
    print_line(verification, out, "", "%s",
               seal->whole
                   ? arena_printf(verification->arena,
                                  "covers the whole file%s", permits[level])
                   : arena_printf(verification->arena,
                                  "covers %zu of %zu bytes%s; after it: %s",
                                  pdf_report->end, verification->size,
                                  permits[level], pdf_report->changes));
}

static void print_stamp(const struct verification *verification,
                        const struct signature_report *signature_report,
                        FILE *out)
{
    char text[TIME_SIZE];

    if (signature_report->stamped)
        print_line(verification, out, "", "time stamp %s by %s, chain %s",
                   time_print(text, signature_report->stamped_at),
                   signature_report->stamper.name,
                   other_chain_words[signature_report->stamper.chain]);
}

static void print_seals(const struct verification *verification, FILE *out)
{
    const size_t count = verification->pdf_report.seal_count;

    if (!count)
        print_line(verification, out, "seal", "%s",
                   verification->pdf_report.has_blank
                       ? "not sealed; there is a blank field for a seal"
                       : "not sealed");
    for (size_t i = 0; i < count; i++) {
        const struct verification_signature *seal = &verification->seals[i];
        print_line(verification, out,
                   strcmp(seal->pdf_report->form, "ETSI.RFC3161") == 0
                       ? "time stamp"
                       : "seal",
                   "%s", in_words(verification, seal));
        if (seal->signature_report.signer.name)
            print_signer(verification, seal, out);
        print_stamp(verification, &seal->signature_report, out);
        print_statement(verification, seal->pdf_report, out);
        print_scope(verification, seal, out);
    }
}

static void print_file(const struct verification *verification, FILE *out)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;
    char size[NUMBER_COUNT_SIZE];

    print_line(verification, out, "file", "%zu page%s, %s bytes%s",
               pdf_report->pages, plural_s(pdf_report->pages),
               number_print_count(size, (int64_t)verification->size),
               pdf_report->encrypted ? ", encrypted" : "");
}

static void print_faults(const struct verification *verification, FILE *out,
                         const char *indent)
{
    if (verification->word == VERIFICATION_UNREADABLE)
        return; /* the report says why */
    for (size_t i = 0; i < verification->fault_count; i++)
        fprintf(
            out, "%s%s: %s\n", indent,
            sanitize_text(verification->arena, verification->faults[i].claim),
            sanitize_text(verification->arena,
                          verification->faults[i].message));
}

void verification_print_block(const struct verification *verification,
                              FILE *out)
{
    fprintf(out, "%s: %s\n",
            sanitize_text(verification->arena, verification->file),
            words[verification->word]);
    print_faults(verification, out, "  ");
    if (verification->pdf_report.pages) {
        print_letter(verification, out);
        print_file(verification, out);
    }
    if (*verification->sha256) {
        print_line(verification, out, "sha256", "%s", verification->sha256);
        print_manifest(verification, out);
    }
    if (!verification->pdf_report.pages)
        return;
    print_claims(verification, out);
    print_tags(verification, out);
    print_attachments(verification, out);
    print_seals(verification, out);
}

/* --- a table ------------------------------------------------------------- */

static const char columns[] = "%-10s  %-10s  %-10s  %-21s  %-9s  %-20s  %s\n";

/* @return the office's seal, or NULL */
static const struct verification_signature *
first_seal(const struct verification *verification)
{
    for (size_t i = 0; i < verification->pdf_report.seal_count; i++)
        if (verification->seals[i].first)
            return &verification->seals[i];
    return NULL;
}

static const char *sealed_by(const struct verification *verification)
{
    const struct verification_signature *seal = first_seal(verification);

    return seal ? seal->signature_report.signer.name : NULL;
}

void verification_print_head(FILE *out)
{
    fprintf(out, columns, "verdict", "code", "manifest", "claims", "seal",
            "sealed by", "letter");
}

void verification_print_row(const struct verification *verification, FILE *out)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;
    struct arena *arena = verification->arena;
    const char *letter = verification->file;

    if (pdf_report->council)
        letter = arena_printf(arena, "%s, %s", pdf_report->council,
                              verification->file);
    fprintf(out, columns, words[verification->word],
            pdf_report->code ? sanitize_text(arena, pdf_report->code) : "-",
            manifest_words[verification->manifest],
            *verification->pdf_claims
                ? sanitize_text(arena, verification->pdf_claims)
                : "-",
            seal_words[verification->seal_state],
            sealed_by(verification)
                ? sanitize_text(arena, sealed_by(verification))
                : "-",
            sanitize_text(arena, letter));
    print_faults(verification, out, "            ");
}

/* --- JSON ---------------------------------------------------------------- */

static void add_attachments(struct result *json,
                            const struct pdf_report *pdf_report)
{
    result_open(json, "attachments", '[');
    for (size_t i = 0; i < pdf_report->attachment_count; i++) {
        const struct pdf_report_attachment *file = &pdf_report->attachments[i];
        result_open(json, NULL, '{');
        result_text(json, "name", file->name);
        result_number(json, "bytes", file->size);
        result_text(json, "relationship", file->relationship);
        result_text(json, "mime", file->mime);
        result_close(json, '}');
    }
    result_close(json, ']');
}

static void add_time(struct result *json, const char *key, int64_t time)
{
    char text[TIME_SIZE];

    result_text(json, key, time_print(text, time));
}

static void add_person(struct result *json,
                       const struct verification_signature *seal)
{
    const struct signature_check_person *person =
        &seal->signature_report.signer;
    const char *const *chains = seal->first ? chain_words : other_chain_words;

    result_text(json, "signer", person->name);
    result_text(json, "subject", person->subject);
    result_text(json, "issuer", person->issuer);
    add_time(json, "valid_from", person->from);
    add_time(json, "valid_until", person->until);
    result_text(json, "chain", chains[person->chain]);
}

static void add_stamp(struct result *json,
                      const struct signature_report *signature_report)
{
    add_time(json, "timestamp", signature_report->stamped_at);
    result_text(json, "timestamp_by", signature_report->stamper.name);
    result_text(json, "timestamp_chain",
                other_chain_words[signature_report->stamper.chain]);
}

static void add_seal(struct result *json,
                     const struct verification *verification,
                     const struct verification_signature *seal)
{
    const struct pdf_report_signature *pdf_report = seal->pdf_report;
    const struct signature_report *signature_report = &seal->signature_report;
    const char *changes = pdf_report->changes;

    result_open(json, NULL, '{');
    result_text(json, "field", pdf_report->field);
    result_text(json, "form", pdf_report->form);
    result_flag(json, "holds", seal->is_valid);
    result_flag(json, "intact", signature_report->intact);
    result_flag(json, "genuine", signature_report->genuine);
    result_flag(json, "whole_file", seal->whole);
    result_text(json, "added", pdf_report->admitted ? changes : NULL);
    result_text(json, "changes", pdf_report->admitted ? NULL : changes);
    result_text(json, "stated_date", stated_date(verification, pdf_report));
    result_text(json, "stated_name", pdf_report->name);
    result_text(json, "reason", pdf_report->reason);
    result_text(json, "location", pdf_report->location);
    result_json(
        json, "certifies",
        arena_printf(verification->arena, "%lld", pdf_report->certifies));
    if (signature_report->signer.name) {
        result_text(json, "level", signature_report->level);
        result_text(json, "algorithm", signature_report->algorithm);
        add_person(json, seal);
    }
    if (signature_report->stamped)
        add_stamp(json, signature_report);
    result_close(json, '}');
}

static void add_seals(struct result *json,
                      const struct verification *verification)
{
    result_open(json, "seals", '[');
    for (size_t i = 0; i < verification->pdf_report.seal_count; i++)
        add_seal(json, verification, &verification->seals[i]);
    result_close(json, ']');
}

static void add_faults(struct result *json,
                       const struct verification *verification)
{
    result_open(json, "faults", '[');
    for (size_t i = 0; i < verification->fault_count; i++) {
        const struct verification_fault *fault = &verification->faults[i];
        result_open(json, NULL, '{');
        result_text(json, "claim", fault->claim);
        result_text(json, "message",
                    sanitize_utf8(verification->arena, fault->message));
        result_close(json, '}');
    }
    result_close(json, ']');
}

static void add_contents(struct result *json,
                         const struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    result_text(json, "code", pdf_report->code);
    result_text(json, "name", pdf_report->council);
    result_text(json, "campaign", pdf_report->campaign);
    result_text(json, "title", pdf_report->title);
    result_number(json, "pages", pdf_report->pages);
    result_text(json, "claims", verification->pdf_claims);
    result_flag(json, "tagged", pdf_report->tagged);
    result_text(json, "language", pdf_report->language);
    add_attachments(json, pdf_report);
    if (verification->has_figures)
        result_flag(json, "figures_hold", verification->figures_match);
    result_text(json, "seal", seal_words[verification->seal_state]);
    add_seals(json, verification);
    result_flag(json, "encrypted", pdf_report->encrypted);
}

void verification_print_json(const struct verification *verification, FILE *out)
{
    struct arena *arena = verification->arena;
    const char *path = verification->manifest_path;
    struct result json =
        result_begin("file", sanitize_utf8(arena, verification->file));

    result_text(&json, "verdict", words[verification->word]);
    if (*verification->sha256) {
        result_text(&json, "sha256", verification->sha256);
        result_number(&json, "bytes", verification->size);
        result_text(&json, "manifest", manifest_words[verification->manifest]);
        result_text(&json, "manifest_file",
                    path ? sanitize_utf8(arena, path) : NULL);
    }
    if (verification->pdf_report.pages)
        add_contents(&json, verification);
    add_faults(&json, verification);
    result_write(&json, out);
}

/* --- CSV ----------------------------------------------------------------- */

void verification_print_csv_header(FILE *out)
{
    fputs("file,verdict,code,name,campaign,sha256,bytes,pages,manifest,claims,"
          "tagged,language,attachments,seal,seals,sealed_by,issuer,chain,"
          "timestamp,encrypted,faults\n",
          out);
}

static void add_cell(struct buffer *csv, const char *text)
{
    if (csv->length)
        buffer_add_char(csv, ',');
    buffer_add_csv(csv, text ? text : "");
}

static void add_number(struct buffer *csv, size_t number)
{
    buffer_printf(csv, ",%zu", number);
}

/* Adds all names, or all faults, as one cell. */
static const char *listed_attachments(struct arena *arena,
                                      const struct pdf_report *pdf_report)
{
    const char *list = "";

    for (size_t i = 0; i < pdf_report->attachment_count; i++)
        list = arena_printf(arena, "%s%s%s", list, i ? "; " : "",
                            pdf_report->attachments[i].name);
    return list;
}

static const char *listed_faults(const struct verification *verification)
{
    const char *list = "";

    for (size_t i = 0; i < verification->fault_count; i++)
        list = arena_printf(verification->arena, "%s%s%s: %s", list,
                            i ? "; " : "", verification->faults[i].claim,
                            verification->faults[i].message);
    return sanitize_utf8(verification->arena, list);
}

/* Adds the result of all seals, and details of the office's. */
static void add_csv_seal(struct buffer *csv,
                         const struct verification *verification)
{
    const size_t count = verification->pdf_report.seal_count;
    const struct signature_report none = {.level = ""};
    const struct verification_signature *seal = first_seal(verification);
    const struct signature_report *first =
        seal ? &seal->signature_report : &none;
    char text[TIME_SIZE] = "";

    if (first->stamped)
        time_print(text, first->stamped_at);
    add_cell(csv, seal_words[verification->seal_state]);
    add_number(csv, count);
    add_cell(csv, first->signer.name);
    add_cell(csv, first->signer.issuer);
    add_cell(csv, first->signer.name ? chain_words[first->signer.chain] : "");
    add_cell(csv, text);
}

static void add_csv_contents(struct buffer *csv,
                             const struct verification *verification)
{
    const struct pdf_report *pdf_report = &verification->pdf_report;

    add_cell(csv, manifest_words[verification->manifest]);
    add_cell(csv, verification->pdf_claims);
    add_cell(csv, pdf_report->tagged ? "yes" : "no");
    add_cell(csv, pdf_report->language);
    add_cell(csv, listed_attachments(verification->arena, pdf_report));
    add_csv_seal(csv, verification);
    add_cell(csv, pdf_report->encrypted ? "yes" : "no");
}

void verification_print_csv(const struct verification *verification, FILE *out)
{
    struct buffer csv = buffer_new(output_limit);
    const struct pdf_report *pdf_report = &verification->pdf_report;

    add_cell(&csv, sanitize_utf8(verification->arena, verification->file));
    add_cell(&csv, words[verification->word]);
    add_cell(&csv, pdf_report->code);
    add_cell(&csv, pdf_report->council);
    add_cell(&csv, pdf_report->campaign);
    add_cell(&csv, verification->sha256);
    add_number(&csv, verification->size);
    add_number(&csv, pdf_report->pages);
    add_csv_contents(&csv, verification);
    add_cell(&csv, listed_faults(verification));
    buffer_add_char(&csv, '\n');
    fwrite(buffer_text(&csv), 1, csv.length, out);
    buffer_free(&csv);
}
