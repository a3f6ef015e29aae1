#include "verify/claims.h"

#include <string.h>

#include "base/utf8.h"

/** What a file may claim; the parts of PDF/A by what they ask for. */
enum {
    UA = 1 << 0,        ///< PDF/UA-1
    A = 1 << 1,         ///< PDF/A, any
    A_UNICODE = 1 << 2, ///< levels A and U
    A_TAGS = 1 << 3,    ///< level A
    A_ALONE = 1 << 4,   ///< part 1: no attachments
    A_FILES = 1 << 5,   ///< part 3: attachments of any kind
    TAGGED = 1 << 6,    ///< tagged, standard or not
    LETTER = 1 << 7,    ///< a letter of this program
    A_ANY = A | A_UNICODE | A_TAGS | A_ALONE | A_FILES,
};

struct pdf_claims {
    unsigned of;
    const char *ua; ///< "PDF/UA-1", or NULL
    const char *a;  ///< "PDF/A-3a", or NULL
};

/* --- what is claimed ----------------------------------------------------- */

static const char *trimmed(struct arena *arena, const char *text)
{
    const char *trim = text ? utf8_trim(arena, text) : "";

    return *trim ? trim : NULL;
}

static void read_ua(struct verification *verification,
                    struct pdf_claims *pdf_claims)
{
    const char *part =
        trimmed(verification->arena, verification->pdf_report.ua_part);
    char *name;

    if (!part)
        return;
    name = arena_printf(verification->arena, "PDF/UA-%.20s", part);
    utf8_trim_partial(name);
    pdf_claims->ua = name;
    if (strcmp(part, "1") == 0)
        pdf_claims->of |= UA;
    else
        verification_add_fault(verification, pdf_claims->ua,
                               "not known to this version");
}

/* Parts 1 to 3 have the levels A and B, parts 2 and 3 the level U. */
static unsigned conformance(const char *part, const char *level)
{
    unsigned of = A;

    if (strlen(part) != 1 || !strchr("123", *part) || strlen(level) != 1)
        return 0;
    if (*level == 'A')
        of |= A_UNICODE | A_TAGS;
    else if (*level == 'U' && *part != '1')
        of |= A_UNICODE;
    else if (*level != 'B')
        return 0;
    if (*part == '1')
        of |= A_ALONE;
    return *part == '3' ? of | A_FILES : of;
}

static void read_a(struct verification *verification,
                   struct pdf_claims *pdf_claims)
{
    const char *part =
        trimmed(verification->arena, verification->pdf_report.a_part);
    const char *level =
        trimmed(verification->arena, verification->pdf_report.a_conformance);
    unsigned of;
    char *name;

    if (!part)
        return;
    if (!level)
        level = "";
    of = conformance(part, level);
    name = arena_printf(verification->arena, "PDF/A-%.20s%.20s", part, level);
    utf8_trim_partial(name);
    if (of)
        name[strlen(name) - 1] = (char)(*level - 'A' + 'a');
    pdf_claims->a = name;
    pdf_claims->of |= of;
    if (!of)
        verification_add_fault(verification, pdf_claims->a,
                               "not known to this version");
}

static struct pdf_claims read_claims(struct verification *verification)
{
    struct pdf_claims pdf_claims = {.of = 0};

    read_ua(verification, &pdf_claims);
    read_a(verification, &pdf_claims);
    if (verification->pdf_report.tags.marked)
        pdf_claims.of |= TAGGED;
    if (verification->pdf_report.code)
        pdf_claims.of |= LETTER;
    return pdf_claims;
}

/* --- tags ---------------------------------------------------------------- */

static const char *marked(struct arena *arena,
                          const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->tags.marked ? NULL
                                   : "not tagged: the catalogue has no /Marked";
}

static const char *trusted(struct arena *arena,
                           const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->tags.suspects ? "its tags are marked as suspects" : NULL;
}

static const char *rooted(struct arena *arena,
                          const struct pdf_report *pdf_report)
{
    (void)arena;
    if (!pdf_report->tags.rooted)
        return "not tagged: there is no structure tree";
    return pdf_report->tags.elements
               ? NULL
               : "not tagged: the structure tree is empty";
}

static const char *tied(struct arena *arena,
                        const struct pdf_report *pdf_report)
{
    const struct pdf_report_structure *tags = &pdf_report->tags;

    (void)arena;
    if (!tags->elements || (tags->indexed && tags->tied_pages))
        return NULL;
    return "not tagged: no page is tied to the structure tree";
}

static const char *described(struct arena *arena,
                             const struct pdf_report *pdf_report)
{
    const size_t count = pdf_report->tags.mute_figures;

    if (!count)
        return NULL;
    return arena_printf(arena, "%zu figure%s without /Alt", count,
                        count == 1 ? "" : "s");
}

static const char *links(struct arena *arena,
                         const struct pdf_report *pdf_report)
{
    const size_t count = pdf_report->tags.mute_links;

    if (!count)
        return NULL;
    return arena_printf(arena, "%zu link%s without /Contents", count,
                        count == 1 ? "" : "s");
}

static const char *tabs(struct arena *arena,
                        const struct pdf_report *pdf_report)
{
    const size_t count = pdf_report->tags.unsorted_pages;

    if (!count)
        return NULL;
    return arena_printf(arena, "%zu page%s with links and no /Tabs /S", count,
                        count == 1 ? "" : "s");
}

/* --- title and language -------------------------------------------------- */

/* The form of RFC 5646's tags: "en-GB"; whether there is such a language is
 * not asked. */
static bool is_language(const char *text)
{
    size_t length = 0;

    for (;; text++) {
        const bool letter =
            (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');
        const bool digit = *text >= '0' && *text <= '9';
        if (letter || digit) {
            length++;
            continue;
        }
        if (length < 1 || length > 8)
            return false;
        if (*text != '-')
            return *text == '\0';
        length = 0;
    }
}

static const char *language(struct arena *arena,
                            const struct pdf_report *pdf_report)
{
    const char *language = pdf_report->language;

    (void)arena;
    if ((language && *language) || !pdf_report->tags.languageless)
        return NULL;
    return "no language: the catalogue has no /Lang";
}

static const char *language_form(struct arena *arena,
                                 const struct pdf_report *pdf_report)
{
    const char *language = pdf_report->language;

    if (!language || !*language || is_language(language))
        return NULL;
    return arena_printf(arena, "language \"%s\" is no language tag", language);
}

static const char *title(struct arena *arena,
                         const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->title && !utf8_is_blank(pdf_report->title)
               ? NULL
               : "no title: XMP has no dc:title";
}

static const char *title_bar(struct arena *arena,
                             const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->shows_title
               ? NULL
               : "the title is not shown: no /DisplayDocTitle";
}

static const char *unambiguous(struct arena *arena,
                               const struct pdf_report *pdf_report)
{
    if (!pdf_report->contradiction)
        return NULL;
    return arena_printf(arena, "XMP gives two values of %s",
                        pdf_report->contradiction);
}

/* --- fonts --------------------------------------------------------------- */

static const char *font_name(const struct pdf_report_font *font)
{
    return *font->name ? font->name : "without a name";
}

static const char *embedded(struct arena *arena,
                            const struct pdf_report *pdf_report)
{
    for (size_t i = 0; i < pdf_report->font_count; i++)
        if (!pdf_report->fonts[i].embedded)
            return arena_printf(arena, "font %s: %s",
                                font_name(&pdf_report->fonts[i]),
                                pdf_report->fonts[i].fault);
    return NULL;
}

static const char *unicode(struct arena *arena,
                           const struct pdf_report *pdf_report)
{
    for (size_t i = 0; i < pdf_report->font_count; i++)
        if (!pdf_report->fonts[i].unicode)
            return arena_printf(arena, "font %s: no /ToUnicode",
                                font_name(&pdf_report->fonts[i]));
    return NULL;
}

/* --- the file ------------------------------------------------------------ */

static const char *readable(struct arena *arena,
                            const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->accessible
               ? NULL
               : "encrypted so that no screen reader may read it";
}

static const char *clear(struct arena *arena,
                         const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->encrypted ? "it is encrypted" : NULL;
}

static const char *header(struct arena *arena,
                          const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->has_binary_mark
               ? NULL
               : "no comment of four bytes over 127 follows the header";
}

static const char *ending(struct arena *arena,
                          const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->ends_cleanly ? NULL : "it does not end with %%EOF";
}

static const char *identifier(struct arena *arena,
                              const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->has_identifier ? NULL : "the trailer has no /ID";
}

static const char *scripts(struct arena *arena,
                           const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->has_script ? "it runs a script or a program" : NULL;
}

/* Without an output intent a file may still conform, if none of its colours
 * depends on a device. Text does that where no page names a colour space. */
static const char *intent(struct arena *arena,
                          const struct pdf_report *pdf_report)
{
    (void)arena;
    if (!pdf_report->has_intent && !pdf_report->has_colour_space &&
        pdf_report->font_count)
        return "no output intent";
    return pdf_report->intent_fault;
}

static const char *alone(struct arena *arena,
                         const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->attachment_count ? "it has attachments" : NULL;
}

static const char *attachment_fault(const struct pdf_report_attachment *file)
{
    if (!*file->relationship)
        return "no /AFRelationship";
    if (!*file->mime)
        return "no MIME type";
    return file->named ? NULL : "not named by both /F and /UF";
}

static const char *attachments(struct arena *arena,
                               const struct pdf_report *pdf_report)
{
    for (size_t i = 0; i < pdf_report->attachment_count; i++) {
        const struct pdf_report_attachment *file = &pdf_report->attachments[i];
        const char *fault = attachment_fault(file);
        if (fault)
            return arena_printf(arena, "attachment %s: %s", file->name, fault);
    }
    return NULL;
}

static const char *associated(struct arena *arena,
                              const struct pdf_report *pdf_report)
{
    for (size_t i = 0; i < pdf_report->attachment_count; i++)
        if (!pdf_report->attachments[i].associated)
            return arena_printf(arena, "attachment %s: not associated with it",
                                pdf_report->attachments[i].name);
    return NULL;
}

static const char *headings(struct arena *arena,
                            const struct pdf_report *pdf_report)
{
    (void)arena;
    return pdf_report->tags.heading_skipped ? "a level of headings is skipped"
                                            : NULL;
}

/* --- all ----------------------------------------------------------------- */

struct claim_condition {
    unsigned of;         ///< claims that ask for it
    const char *subject; ///< what is looked at
    const char *(*fault)(struct arena *arena,
                         const struct pdf_report *pdf_report);
};

/* The clauses are those of ISO 14289-1 and ISO 19005-3. */
static const struct claim_condition conditions[] = {
    {UA | A_TAGS, "tags", marked},          /* 7.1; 6.7.2 */
    {UA, "tags", trusted},                  /* 7.1 */
    {UA | A_TAGS | TAGGED, "tags", rooted}, /* 7.1; 6.7.3 */
    {LETTER, "tags", tied},
    {UA, "tags", described},                    /* 7.3 */
    {UA, "tags", headings},                     /* 7.4.2 */
    {UA, "tags", links},                        /* 7.18.5 */
    {UA, "tags", tabs},                         /* 7.18.3 */
    {UA, "title", title},                       /* 7.1 */
    {UA, "title", title_bar},                   /* 7.1 */
    {UA, "language", language},                 /* 7.2 */
    {UA | A_TAGS, "language", language_form},   /* 7.2; 6.7.4 */
    {UA | A, "fonts", embedded},                /* 7.21.4; 6.2.11.4 */
    {UA | A_UNICODE, "fonts", unicode},         /* 7.21.7; 6.2.11.7 */
    {UA | A | LETTER, "metadata", unambiguous}, /* 16684-1, 6.3 */
    {A, "output intent", intent},               /* 6.2.3, 6.2.4 */
    {A_ALONE, "attachments", alone},            /* 19005-1, 6.1.11 */
    {A_FILES, "attachments", attachments},      /* 6.8 */
    {LETTER, "attachments", associated},
    {UA, "encryption", readable}, /* 7.16 */
    {A, "encryption", clear},     /* 6.1.3 */
    {A, "syntax", header},        /* 6.1.2 */
    {A, "syntax", ending},        /* 6.1.3 */
    {A, "syntax", identifier},    /* 6.1.3 */
    {A, "scripts", scripts},      /* 6.5.1 */
};

/* "PDF/UA-1 and PDF/A-3a", of those that @p of names. */
static const char *claim_words(struct arena *arena,
                               const struct pdf_claims *pdf_claims, unsigned of)
{
    const char *ua = of & UA ? pdf_claims->ua : NULL;
    const char *a = of & A_ANY ? pdf_claims->a : NULL;

    if (ua && a)
        return arena_printf(arena, "%s and %s", ua, a);
    if (ua || a)
        return ua ? ua : a;
    if (of & TAGGED)
        return "tags";
    return of & LETTER ? "letter" : "";
}

/* The subjects looked at, once each, in the table's order. */
static const char *checked_words(struct arena *arena, unsigned of)
{
    struct buffer words = buffer_new(1024);
    const char *last = "";
    const char *kept;

    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        const struct claim_condition *claim_condition = &conditions[i];
        if (!(claim_condition->of & of & (UA | A_ANY)) ||
            strcmp(claim_condition->subject, last) == 0)
            continue;
        last = claim_condition->subject;
        if (words.length)
            buffer_add_text(&words, ", ");
        buffer_add_text(&words, last);
    }
    kept = arena_strndup(arena, buffer_text(&words), words.length);
    buffer_free(&words);
    return kept;
}

void claims_check(struct verification *verification)
{
    const struct pdf_claims pdf_claims = read_claims(verification);
    struct arena *arena = verification->arena;

    verification->pdf_claims = claim_words(arena, &pdf_claims, UA | A_ANY);
    verification->checked = checked_words(arena, pdf_claims.of);
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        const unsigned of = conditions[i].of & pdf_claims.of;
        const char *fault =
            of ? conditions[i].fault(arena, &verification->pdf_report) : NULL;
        if (fault)
            verification_add_fault(
                verification, claim_words(arena, &pdf_claims, of), "%s", fault);
    }
}
