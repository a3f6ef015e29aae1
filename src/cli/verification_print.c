#include "cli/verification_print.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/sanitize.h"
#include "seal/instant.h"

static const char *const words[] = {"holds", "fails", "unreadable"};
static const char *const manifest_words[] = {"none", "matches", "differs",
                                             "not listed"};
static const char *const seal_words[] = {"none",      "blank", "broken",
                                         "untrusted", "valid", "trusted"};
static const char *const chain_words[] = {"not asked", "trusted", "untrusted"};

static const size_t output_limit = (size_t)16 * 1024 * 1024;

/* --- texts --------------------------------------------------------------- */

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

static size_t embedded_fonts(const struct evidence *evidence)
{
    size_t count = 0;

    for (size_t i = 0; i < evidence->font_count; i++)
        count += evidence->fonts[i].embedded;
    return count;
}

/* --- a block of lines ---------------------------------------------------- */

static void print_line(const struct verdict *verdict, FILE *out,
                       const char *label, const char *text)
{
    fprintf(out, "  %-12s %s\n", label, plain_text(verdict->arena, text));
}

static void print_letter(const struct verdict *verdict, FILE *out)
{
    const struct evidence *evidence = &verdict->evidence;

    if (evidence->code || evidence->council)
        print_line(verdict, out, "letter",
                   arena_printf(verdict->arena, "%s %s",
                                evidence->code ? evidence->code : "",
                                evidence->council ? evidence->council : ""));
    if (evidence->campaign)
        print_line(verdict, out, "campaign", evidence->campaign);
    if (!evidence->code && evidence->title)
        print_line(verdict, out, "title", evidence->title);
}

static void print_manifest(const struct verdict *verdict, FILE *out)
{
    const char *words_of[] = {"no manifest", "matches", "differs from",
                              "not listed in"};
    const char *path = verdict->manifest_path;

    print_line(verdict, out, "manifest",
               arena_printf(verdict->arena, "%s%s%s",
                            words_of[verdict->manifest], path ? " " : "",
                            path ? path : ""));
}

static void print_claims(const struct verdict *verdict, FILE *out)
{
    if (*verdict->claims)
        print_line(
            verdict, out, "claims",
            arena_printf(verdict->arena, "%s (checked: %s)", verdict->claims,
                         *verdict->checked ? verdict->checked : "nothing"));
    else
        print_line(verdict, out, "claims", "neither PDF/UA nor PDF/A");
}

static void print_tags(const struct verdict *verdict, FILE *out)
{
    const struct evidence *evidence = &verdict->evidence;
    const char *tags = evidence->tags.marked && evidence->tags.elements
                           ? "tagged"
                           : "not tagged";

    print_line(
        verdict, out, "tags",
        evidence->language
            ? arena_printf(verdict->arena, "%s, %s", tags, evidence->language)
            : arena_printf(verdict->arena, "%s, no language", tags));
}

/* "all", "none" or a number. */
static const char *share(struct arena *arena, size_t part, size_t whole)
{
    if (part == whole)
        return "all";
    return part ? arena_printf(arena, "%zu", part) : "none";
}

static void print_fonts(const struct verdict *verdict, FILE *out)
{
    const struct evidence *evidence = &verdict->evidence;
    struct arena *arena = verdict->arena;
    const size_t count = evidence->font_count;
    size_t subsets = 0;
    size_t unicode = 0;

    for (size_t i = 0; i < evidence->font_count; i++) {
        subsets += evidence->fonts[i].subset;
        unicode += evidence->fonts[i].unicode;
    }
    if (!count) {
        print_line(verdict, out, "fonts", "none");
        return;
    }
    print_line(verdict, out, "fonts",
               arena_printf(
                   arena,
                   "%zu, %s embedded, %s as subsets, %s readable as "
                   "text",
                   count, share(arena, embedded_fonts(evidence), count),
                   share(arena, subsets, count), share(arena, unicode, count)));
}

static void print_attachments(const struct verdict *verdict, FILE *out)
{
    const struct evidence *evidence = &verdict->evidence;

    for (size_t i = 0; i < evidence->attachment_count; i++) {
        const struct evidence_attachment *file = &evidence->attachments[i];
        print_line(verdict, out, i ? "" : "attachments",
                   arena_printf(verdict->arena, "%s, %zu bytes", file->name,
                                file->size));
    }
    if (!evidence->attachment_count)
        print_line(verdict, out, "attachments", "none");
    if (verdict->figures_hold)
        print_line(verdict, out, "figures",
                   arena_printf(verdict->arena,
                                "%zu statistic%s, rates as reckoned again",
                                verdict->statistics,
                                plural(verdict->statistics)));
}

static const char *in_words(const struct verdict *verdict,
                            const struct verdict_seal *seal)
{
    const struct testimony *testimony = &seal->testimony;

    if (!testimony->signer.name)
        return arena_printf(verdict->arena, "broken: nobody's, %s",
                            *seal->evidence->form ? seal->evidence->form
                                                  : "of no form");
    return arena_printf(verdict->arena, "%s: %s, %s, %s",
                        seal->holds ? "holds" : "fails", testimony->signer.name,
                        testimony->level, testimony->algorithm);
}

static void print_signer(const struct verdict *verdict,
                         const struct witness_person *signer, FILE *out)
{
    char from[INSTANT_SIZE];
    char until[INSTANT_SIZE];
    static const char *const chains[] = {
        "chain not checked, for want of --trust", "chain trusted",
        "chain not trusted"};

    print_line(verdict, out, "", signer->subject);
    print_line(
        verdict, out, "",
        arena_printf(verdict->arena, "issued by %s, valid from %s to %s; %s",
                     signer->issuer, instant_print_day(from, signer->from),
                     instant_print_day(until, signer->until),
                     chains[signer->chain]));
}

static const char *stated_date(const struct verdict *verdict,
                               const struct evidence_seal *seal)
{
    char text[INSTANT_SIZE];
    time_t instant;

    if (!seal->date)
        return NULL;
    return instant_parse_pdf(seal->date, &instant)
               ? arena_string(verdict->arena, instant_print(text, instant))
               : seal->date;
}

/* What the seal says of itself, which nothing bears out but the signature. */
static void print_statement(const struct verdict *verdict,
                            const struct evidence_seal *seal, FILE *out)
{
    const char *const labels[] = {"", ", name ", ", reason ", ", location "};
    const char *const texts[] = {stated_date(verdict, seal), seal->name,
                                 seal->reason, seal->location};
    const char *line = "";

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i])
            line = arena_printf(verdict->arena, "%s%s%s", line, labels[i],
                                texts[i]);
    if (*line)
        print_line(verdict, out, "",
                   arena_printf(verdict->arena, "states %s",
                                *line == ',' ? line + 2 : line));
}

static void print_scope(const struct verdict *verdict,
                        const struct verdict_seal *seal, FILE *out)
{
    static const char *const permits[] = {
        "", "; certifies, no changes permitted",
        "; certifies, forms may be filled in",
        "; certifies, forms and comments may be added"};
    const struct evidence_seal *evidence = seal->evidence;
    const long long level = evidence->certifies >= 1 && evidence->certifies <= 3
                                ? evidence->certifies
                                : 0;

    if (evidence->fault)
        return;
    print_line(verdict, out, "",
               seal->whole
                   ? arena_printf(verdict->arena, "covers the whole file%s",
                                  permits[level])
                   : arena_printf(verdict->arena,
                                  "covers %zu of %zu bytes%s; after it: %s",
                                  evidence->end, verdict->size, permits[level],
                                  evidence->changes));
}

static void print_stamp(const struct verdict *verdict,
                        const struct testimony *testimony, FILE *out)
{
    char text[INSTANT_SIZE];

    if (testimony->stamped)
        print_line(verdict, out, "",
                   arena_printf(verdict->arena, "time stamp %s by %s, %s",
                                instant_print(text, testimony->stamped_at),
                                testimony->stamper.name,
                                chain_words[testimony->stamper.chain]));
}

static void print_seals(const struct verdict *verdict, FILE *out)
{
    const size_t count = verdict->evidence.seal_count;

    if (!count)
        print_line(verdict, out, "seal",
                   verdict->evidence.has_blank
                       ? "not sealed; there is a blank field for a seal"
                       : "not sealed");
    for (size_t i = 0; i < count; i++) {
        const struct verdict_seal *seal = &verdict->seals[i];
        print_line(verdict, out, "seal", in_words(verdict, seal));
        if (seal->testimony.signer.name)
            print_signer(verdict, &seal->testimony.signer, out);
        print_stamp(verdict, &seal->testimony, out);
        print_statement(verdict, seal->evidence, out);
        print_scope(verdict, seal, out);
    }
}

static void print_file(const struct verdict *verdict, FILE *out)
{
    const struct evidence *evidence = &verdict->evidence;

    print_line(verdict, out, "file",
               arena_printf(verdict->arena, "%zu page%s, %zu bytes%s",
                            evidence->pages, plural(evidence->pages),
                            verdict->size,
                            evidence->encrypted ? ", encrypted" : ""));
}

static void print_faults(const struct verdict *verdict, FILE *out,
                         const char *indent)
{
    if (verdict->word == VERDICT_UNREADABLE)
        return; /* the report says why */
    for (size_t i = 0; i < verdict->fault_count; i++)
        fprintf(out, "%s%s: %s\n", indent,
                plain_text(verdict->arena, verdict->faults[i].claim),
                plain_text(verdict->arena, verdict->faults[i].message));
}

void verdict_print_block(const struct verdict *verdict, FILE *out)
{
    fprintf(out, "%s: %s\n", plain_text(verdict->arena, verdict->file),
            words[verdict->word]);
    print_faults(verdict, out, "  ");
    if (verdict->evidence.pages) {
        print_letter(verdict, out);
        print_file(verdict, out);
    }
    if (*verdict->sha256) {
        print_line(verdict, out, "sha256", verdict->sha256);
        print_manifest(verdict, out);
    }
    if (!verdict->evidence.pages)
        return;
    print_claims(verdict, out);
    print_tags(verdict, out);
    print_fonts(verdict, out);
    print_attachments(verdict, out);
    print_seals(verdict, out);
}

/* --- a table ------------------------------------------------------------- */

static const char columns[] = "%-10s  %-10s  %-10s  %-21s  %-9s  %-20s  %s\n";

/* Who sealed it; the first, where several did. */
static const char *sealed_by(const struct verdict *verdict)
{
    for (size_t i = 0; i < verdict->evidence.seal_count; i++)
        if (verdict->seals[i].testimony.signer.name)
            return verdict->seals[i].testimony.signer.name;
    return NULL;
}

void verdict_print_head(FILE *out)
{
    fprintf(out, columns, "verdict", "code", "manifest", "claims", "seal",
            "sealed by", "letter");
}

void verdict_print_row(const struct verdict *verdict, FILE *out)
{
    const struct evidence *evidence = &verdict->evidence;
    struct arena *arena = verdict->arena;
    const char *letter = verdict->file;

    if (evidence->council)
        letter =
            arena_printf(arena, "%s, %s", evidence->council, verdict->file);
    fprintf(out, columns, words[verdict->word],
            evidence->code ? plain_text(arena, evidence->code) : "-",
            manifest_words[verdict->manifest],
            *verdict->claims ? plain_text(arena, verdict->claims) : "-",
            seal_words[verdict->sealing],
            sealed_by(verdict) ? plain_text(arena, sealed_by(verdict)) : "-",
            plain_text(arena, letter));
    print_faults(verdict, out, "            ");
}

/* --- JSON ---------------------------------------------------------------- */

static void add_text(struct buffer *json, const char *key, const char *text)
{
    buffer_printf(json, ",\"%s\":", key);
    if (text)
        buffer_add_json(json, text);
    else
        buffer_add_text(json, "null");
}

static void add_truth(struct buffer *json, const char *key, bool truth)
{
    buffer_printf(json, ",\"%s\":%s", key, truth ? "true" : "false");
}

static void add_size(struct buffer *json, const char *key, size_t size)
{
    buffer_printf(json, ",\"%s\":%zu", key, size);
}

static void add_fonts(struct buffer *json, const struct evidence *evidence)
{
    buffer_add_text(json, ",\"fonts\":[");
    for (size_t i = 0; i < evidence->font_count; i++) {
        const struct evidence_font *font = &evidence->fonts[i];
        buffer_add_text(json, i ? ",{\"name\":" : "{\"name\":");
        buffer_add_json(json, font->name);
        add_truth(json, "embedded", font->embedded);
        add_truth(json, "subset", font->subset);
        add_truth(json, "unicode", font->unicode);
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
}

static void add_attachments(struct buffer *json,
                            const struct evidence *evidence)
{
    buffer_add_text(json, ",\"attachments\":[");
    for (size_t i = 0; i < evidence->attachment_count; i++) {
        const struct evidence_attachment *file = &evidence->attachments[i];
        buffer_add_text(json, i ? ",{\"name\":" : "{\"name\":");
        buffer_add_json(json, file->name);
        add_size(json, "bytes", file->size);
        add_text(json, "relationship", file->relationship);
        add_text(json, "mime", file->mime);
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
}

static void add_instant(struct buffer *json, const char *key, time_t instant)
{
    char text[INSTANT_SIZE];

    add_text(json, key, instant_print(text, instant));
}

static void add_person(struct buffer *json, const struct witness_person *person)
{
    add_text(json, "signer", person->name);
    add_text(json, "subject", person->subject);
    add_text(json, "issuer", person->issuer);
    add_instant(json, "valid_from", person->from);
    add_instant(json, "valid_until", person->until);
    add_text(json, "chain", chain_words[person->chain]);
}

static void add_stamp(struct buffer *json, const struct testimony *testimony)
{
    add_instant(json, "timestamp", testimony->stamped_at);
    add_text(json, "timestamp_by", testimony->stamper.name);
    add_text(json, "timestamp_chain", chain_words[testimony->stamper.chain]);
}

static void add_seal(struct buffer *json, const struct verdict *verdict,
                     const struct verdict_seal *seal)
{
    const struct evidence_seal *evidence = seal->evidence;
    const struct testimony *testimony = &seal->testimony;

    buffer_add_text(json, "{\"field\":");
    buffer_add_json(json, evidence->field);
    add_text(json, "form", evidence->form);
    add_truth(json, "holds", seal->holds);
    add_truth(json, "intact", testimony->intact);
    add_truth(json, "genuine", testimony->genuine);
    add_truth(json, "whole_file", seal->whole);
    add_text(json, "changes", evidence->changes);
    add_text(json, "stated_date", stated_date(verdict, evidence));
    add_text(json, "stated_name", evidence->name);
    add_text(json, "reason", evidence->reason);
    add_text(json, "location", evidence->location);
    buffer_printf(json, ",\"certifies\":%lld", evidence->certifies);
    if (testimony->signer.name) {
        add_text(json, "level", testimony->level);
        add_text(json, "algorithm", testimony->algorithm);
        add_person(json, &testimony->signer);
    }
    if (testimony->stamped)
        add_stamp(json, testimony);
    buffer_add_char(json, '}');
}

static void add_seals(struct buffer *json, const struct verdict *verdict)
{
    buffer_add_text(json, ",\"seals\":[");
    for (size_t i = 0; i < verdict->evidence.seal_count; i++) {
        if (i)
            buffer_add_char(json, ',');
        add_seal(json, verdict, &verdict->seals[i]);
    }
    buffer_add_char(json, ']');
}

static void add_faults(struct buffer *json, const struct verdict *verdict)
{
    buffer_add_text(json, ",\"faults\":[");
    for (size_t i = 0; i < verdict->fault_count; i++) {
        buffer_add_text(json, i ? ",{\"claim\":" : "{\"claim\":");
        buffer_add_json(json, verdict->faults[i].claim);
        add_text(json, "message",
                 plain_utf8(verdict->arena, verdict->faults[i].message));
        buffer_add_char(json, '}');
    }
    buffer_add_char(json, ']');
}

static void add_contents(struct buffer *json, const struct verdict *verdict)
{
    const struct evidence *evidence = &verdict->evidence;

    add_text(json, "code", evidence->code);
    add_text(json, "name", evidence->council);
    add_text(json, "campaign", evidence->campaign);
    add_text(json, "title", evidence->title);
    add_size(json, "pages", evidence->pages);
    add_text(json, "claims", verdict->claims);
    add_text(json, "checked", verdict->checked);
    add_truth(json, "tagged",
              evidence->tags.marked && evidence->tags.elements > 0);
    add_text(json, "language", evidence->language);
    add_fonts(json, evidence);
    add_attachments(json, evidence);
    if (verdict->has_figures)
        add_truth(json, "figures_hold", verdict->figures_hold);
    add_text(json, "seal", seal_words[verdict->sealing]);
    add_seals(json, verdict);
    add_truth(json, "encrypted", evidence->encrypted);
}

void verdict_print_json(const struct verdict *verdict, FILE *out)
{
    struct buffer json = buffer_new(output_limit);
    struct arena *arena = verdict->arena;

    buffer_add_text(&json, "{\"file\":");
    buffer_add_json(&json, plain_utf8(arena, verdict->file));
    add_text(&json, "verdict", words[verdict->word]);
    if (*verdict->sha256) {
        add_text(&json, "sha256", verdict->sha256);
        add_size(&json, "bytes", verdict->size);
        add_text(&json, "manifest", manifest_words[verdict->manifest]);
        add_text(&json, "manifest_file",
                 verdict->manifest_path
                     ? plain_utf8(arena, verdict->manifest_path)
                     : NULL);
    }
    if (verdict->evidence.pages)
        add_contents(&json, verdict);
    add_faults(&json, verdict);
    buffer_add_text(&json, "}\n");
    fwrite(buffer_text(&json), 1, json.length, out);
    buffer_free(&json);
}

/* --- CSV ----------------------------------------------------------------- */

void verdict_print_csv_header(FILE *out)
{
    fputs(
        "file,verdict,code,name,campaign,sha256,bytes,pages,manifest,claims,"
        "tagged,language,fonts,fonts_embedded,attachments,seal,seals,sealed_by,"
        "issuer,chain,timestamp,encrypted,faults\n",
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

/* All names, or all faults, in one cell. */
static const char *listed_attachments(struct arena *arena,
                                      const struct evidence *evidence)
{
    const char *list = "";

    for (size_t i = 0; i < evidence->attachment_count; i++)
        list = arena_printf(arena, "%s%s%s", list, i ? "; " : "",
                            evidence->attachments[i].name);
    return list;
}

static const char *listed_faults(const struct verdict *verdict)
{
    const char *list = "";

    for (size_t i = 0; i < verdict->fault_count; i++)
        list =
            arena_printf(verdict->arena, "%s%s%s: %s", list, i ? "; " : "",
                         verdict->faults[i].claim, verdict->faults[i].message);
    return plain_utf8(verdict->arena, list);
}

/* The word for all seals; the rest is the first one's. */
static void add_csv_seal(struct buffer *csv, const struct verdict *verdict)
{
    const size_t count = verdict->evidence.seal_count;
    const struct testimony none = {.level = ""};
    const struct testimony *first =
        count ? &verdict->seals[0].testimony : &none;
    char text[INSTANT_SIZE] = "";

    if (first->stamped)
        instant_print(text, first->stamped_at);
    add_cell(csv, seal_words[verdict->sealing]);
    add_number(csv, count);
    add_cell(csv, first->signer.name);
    add_cell(csv, first->signer.issuer);
    add_cell(csv, first->signer.name ? chain_words[first->signer.chain] : "");
    add_cell(csv, text);
}

static void add_csv_contents(struct buffer *csv, const struct verdict *verdict)
{
    const struct evidence *evidence = &verdict->evidence;
    const bool tagged = evidence->tags.marked && evidence->tags.elements > 0;

    add_cell(csv, manifest_words[verdict->manifest]);
    add_cell(csv, verdict->claims);
    add_cell(csv, tagged ? "yes" : "no");
    add_cell(csv, evidence->language);
    add_number(csv, evidence->font_count);
    add_number(csv, embedded_fonts(evidence));
    add_cell(csv, listed_attachments(verdict->arena, evidence));
    add_csv_seal(csv, verdict);
    add_cell(csv, evidence->encrypted ? "yes" : "no");
}

void verdict_print_csv(const struct verdict *verdict, FILE *out)
{
    struct buffer csv = buffer_new(output_limit);
    const struct evidence *evidence = &verdict->evidence;

    add_cell(&csv, plain_utf8(verdict->arena, verdict->file));
    add_cell(&csv, words[verdict->word]);
    add_cell(&csv, evidence->code);
    add_cell(&csv, evidence->council);
    add_cell(&csv, evidence->campaign);
    add_cell(&csv, verdict->sha256);
    add_number(&csv, verdict->size);
    add_number(&csv, evidence->pages);
    add_csv_contents(&csv, verdict);
    add_cell(&csv, listed_faults(verdict));
    buffer_add_char(&csv, '\n');
    fwrite(buffer_text(&csv), 1, csv.length, out);
    buffer_free(&csv);
}
