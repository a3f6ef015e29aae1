#include "cli/verdict_print.h"

#include <string.h>

#include "base/text.h"
#include "cli/plain.h"

static const char *const words[] = {"holds", "fails", "unreadable"};
static const char *const manifest_words[] = {"none", "matches", "differs",
                                             "not listed"};
static const char *const seal_words[] = {"none", "blank", "not checked"};

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

static void print_seal(const struct verdict *verdict, FILE *out)
{
    static const char *const seals[] = {
        "not sealed", "not sealed; there is a blank field for a seal",
        "sealed, not checked by this version"};

    print_line(verdict, out, "seal", seals[verdict->evidence.seal]);
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
    print_seal(verdict, out);
}

/* --- a table ------------------------------------------------------------- */

static const char columns[] = "%-10s  %-10s  %-10s  %-21s  %-11s  %s\n";

void verdict_print_head(FILE *out)
{
    fprintf(out, columns, "verdict", "code", "manifest", "claims", "seal",
            "letter");
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
            seal_words[evidence->seal], plain_text(arena, letter));
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
    add_text(json, "seal", seal_words[evidence->seal]);
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
    fputs("file,verdict,code,name,campaign,sha256,bytes,pages,manifest,claims,"
          "tagged,language,fonts,fonts_embedded,attachments,seal,encrypted,"
          "faults\n",
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
    add_cell(csv, seal_words[evidence->seal]);
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
