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

struct claims {
    unsigned of;
    const char *ua; ///< "PDF/UA-1", or NULL
    const char *a;  ///< "PDF/A-3a", or NULL
};

/* --- what is claimed ----------------------------------------------------- */

static const char *trimmed(struct arena *arena, const char *text)
{
    const char *trim = text ? text_trim(arena, text) : "";

    return *trim ? trim : NULL;
}

static void read_ua(struct verdict *verdict, struct claims *claims)
{
    const char *part = trimmed(verdict->arena, verdict->evidence.ua_part);
    char *name;

    if (!part)
        return;
    name = arena_printf(verdict->arena, "PDF/UA-%.20s", part);
    text_trim_partial(name);
    claims->ua = name;
    if (strcmp(part, "1") == 0)
        claims->of |= UA;
    else
        verdict_blame(verdict, claims->ua, "not known to this version");
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

static void read_a(struct verdict *verdict, struct claims *claims)
{
    const char *part = trimmed(verdict->arena, verdict->evidence.a_part);
    const char *level =
        trimmed(verdict->arena, verdict->evidence.a_conformance);
    unsigned of;
    char *name;

    if (!part)
        return;
    if (!level)
        level = "";
    of = conformance(part, level);
    name = arena_printf(verdict->arena, "PDF/A-%.20s%.20s", part, level);
    text_trim_partial(name);
    if (of)
        name[strlen(name) - 1] = (char)(*level - 'A' + 'a');
    claims->a = name;
    claims->of |= of;
    if (!of)
        verdict_blame(verdict, claims->a, "not known to this version");
}

static struct claims read_claims(struct verdict *verdict)
{
    struct claims claims = {.of = 0};

    read_ua(verdict, &claims);
    read_a(verdict, &claims);
    if (verdict->evidence.tags.marked)
        claims.of |= TAGGED;
    if (verdict->evidence.code)
        claims.of |= LETTER;
    return claims;
}

/* --- tags ---------------------------------------------------------------- */

static const char *marked(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->tags.marked ? NULL
                                 : "not tagged: the catalogue has no /Marked";
}

static const char *trusted(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->tags.suspects ? "its tags are marked as suspects" : NULL;
}

static const char *rooted(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    if (!evidence->tags.rooted)
        return "not tagged: there is no structure tree";
    return evidence->tags.elements ? NULL
                                   : "not tagged: the structure tree is empty";
}

static const char *tied(struct arena *arena, const struct evidence *evidence)
{
    const struct evidence_tags *tags = &evidence->tags;

    (void)arena;
    if (!tags->elements || (tags->indexed && tags->tied_pages))
        return NULL;
    return "not tagged: no page is tied to the structure tree";
}

static const char *described(struct arena *arena,
                             const struct evidence *evidence)
{
    const size_t count = evidence->tags.mute_figures;

    if (!count)
        return NULL;
    return arena_printf(arena, "%zu figure%s without /Alt", count,
                        count == 1 ? "" : "s");
}

static const char *links(struct arena *arena, const struct evidence *evidence)
{
    const size_t count = evidence->tags.mute_links;

    if (!count)
        return NULL;
    return arena_printf(arena, "%zu link%s without /Contents", count,
                        count == 1 ? "" : "s");
}

static const char *tabs(struct arena *arena, const struct evidence *evidence)
{
    const size_t count = evidence->tags.unsorted_pages;

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
                            const struct evidence *evidence)
{
    const char *language = evidence->language;

    (void)arena;
    if ((language && *language) || !evidence->tags.tongueless)
        return NULL;
    return "no language: the catalogue has no /Lang";
}

static const char *language_form(struct arena *arena,
                                 const struct evidence *evidence)
{
    const char *language = evidence->language;

    if (!language || !*language || is_language(language))
        return NULL;
    return arena_printf(arena, "language \"%s\" is no language tag", language);
}

static const char *title(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->title && !text_is_blank(evidence->title)
               ? NULL
               : "no title: XMP has no dc:title";
}

static const char *title_bar(struct arena *arena,
                             const struct evidence *evidence)
{
    (void)arena;
    return evidence->shows_title
               ? NULL
               : "the title is not shown: no /DisplayDocTitle";
}

static const char *unambiguous(struct arena *arena,
                               const struct evidence *evidence)
{
    if (!evidence->contradiction)
        return NULL;
    return arena_printf(arena, "XMP gives two values of %s",
                        evidence->contradiction);
}

/* --- fonts --------------------------------------------------------------- */

static const char *font_name(const struct evidence_font *font)
{
    return *font->name ? font->name : "without a name";
}

static const char *embedded(struct arena *arena,
                            const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->font_count; i++)
        if (!evidence->fonts[i].embedded)
            return arena_printf(arena, "font %s: %s",
                                font_name(&evidence->fonts[i]),
                                evidence->fonts[i].fault);
    return NULL;
}

static const char *unicode(struct arena *arena, const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->font_count; i++)
        if (!evidence->fonts[i].unicode)
            return arena_printf(arena, "font %s: no /ToUnicode",
                                font_name(&evidence->fonts[i]));
    return NULL;
}

/* --- the file ------------------------------------------------------------ */

static const char *readable(struct arena *arena,
                            const struct evidence *evidence)
{
    (void)arena;
    return evidence->accessible
               ? NULL
               : "encrypted so that no screen reader may read it";
}

static const char *clear(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->encrypted ? "it is encrypted" : NULL;
}

static const char *header(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->has_binary_mark
               ? NULL
               : "no comment of four bytes over 127 follows the header";
}

static const char *ending(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->ends_cleanly ? NULL : "it does not end with %%EOF";
}

static const char *identifier(struct arena *arena,
                              const struct evidence *evidence)
{
    (void)arena;
    return evidence->has_identifier ? NULL : "the trailer has no /ID";
}

static const char *scripts(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->has_script ? "it runs a script or a program" : NULL;
}

/* Without an output intent a file may still conform, if none of its colours
 * depends on a device. Text does that where no page names a colour space. */
static const char *intent(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    if (!evidence->has_intent && !evidence->has_colour_space &&
        evidence->font_count)
        return "no output intent";
    return evidence->intent_fault;
}

static const char *alone(struct arena *arena, const struct evidence *evidence)
{
    (void)arena;
    return evidence->attachment_count ? "it has attachments" : NULL;
}

static const char *attachment_fault(const struct evidence_attachment *file)
{
    if (!*file->relationship)
        return "no /AFRelationship";
    if (!*file->mime)
        return "no MIME type";
    return file->named ? NULL : "not named by both /F and /UF";
}

static const char *attachments(struct arena *arena,
                               const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->attachment_count; i++) {
        const struct evidence_attachment *file = &evidence->attachments[i];
        const char *fault = attachment_fault(file);
        if (fault)
            return arena_printf(arena, "attachment %s: %s", file->name, fault);
    }
    return NULL;
}

static const char *associated(struct arena *arena,
                              const struct evidence *evidence)
{
    for (size_t i = 0; i < evidence->attachment_count; i++)
        if (!evidence->attachments[i].associated)
            return arena_printf(arena, "attachment %s: not associated with it",
                                evidence->attachments[i].name);
    return NULL;
}

static const char *headings(struct arena *arena,
                            const struct evidence *evidence)
{
    (void)arena;
    return evidence->tags.heading_skipped ? "a level of headings is skipped"
                                          : NULL;
}

/* --- all ----------------------------------------------------------------- */

struct condition {
    unsigned of;         ///< claims that ask for it
    const char *subject; ///< what is looked at
    const char *(*fault)(struct arena *arena, const struct evidence *evidence);
};

/* The clauses are those of ISO 14289-1 and ISO 19005-3. */
static const struct condition conditions[] = {
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
static const char *claim_words(struct arena *arena, const struct claims *claims,
                               unsigned of)
{
    const char *ua = of & UA ? claims->ua : NULL;
    const char *a = of & A_ANY ? claims->a : NULL;

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
        const struct condition *condition = &conditions[i];
        if (!(condition->of & of & (UA | A_ANY)) ||
            strcmp(condition->subject, last) == 0)
            continue;
        last = condition->subject;
        if (words.length)
            buffer_add_text(&words, ", ");
        buffer_add_text(&words, last);
    }
    kept = arena_text(arena, buffer_text(&words), words.length);
    buffer_free(&words);
    return kept;
}

void conditions_check(struct verdict *verdict)
{
    const struct claims claims = read_claims(verdict);
    struct arena *arena = verdict->arena;

    verdict->claims = claim_words(arena, &claims, UA | A_ANY);
    verdict->checked = checked_words(arena, claims.of);
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        const unsigned of = conditions[i].of & claims.of;
        const char *fault =
            of ? conditions[i].fault(arena, &verdict->evidence) : NULL;
        if (fault)
            verdict_blame(verdict, claim_words(arena, &claims, of), "%s",
                          fault);
    }
}
