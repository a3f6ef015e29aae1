#include "verify/claims.h"

#include <string.h>

#include "base/utf8.h"

static const char *trimmed(struct arena *arena, const char *text)
{
    return text ? utf8_trim(arena, text) : "";
}

static const char *ua_words(struct arena *arena,
                            const struct pdf_report *pdf_report)
{
    const char *part = trimmed(arena, pdf_report->ua_part);
    char *name;

    if (!*part)
        return NULL;
    name = arena_printf(arena, "PDF/UA-%.20s", part);
    utf8_trim_partial(name);
    return name;
}

/* Levels are written "A" in XMP and "a" in names. */
static const char *a_words(struct arena *arena,
                           const struct pdf_report *pdf_report)
{
    const char *part = trimmed(arena, pdf_report->a_part);
    const char *level = trimmed(arena, pdf_report->a_conformance);
    char *name;

    if (!*part)
        return NULL;
    name = arena_printf(arena, "PDF/A-%.20s%.20s", part, level);
    utf8_trim_partial(name);
    if (strlen(level) == 1 && *level >= 'A' && *level <= 'Z')
        name[strlen(name) - 1] = (char)(*level - 'A' + 'a');
    return name;
}

const char *claims_words(struct arena *arena,
                         const struct pdf_report *pdf_report)
{
    const char *ua = ua_words(arena, pdf_report);
    const char *a = a_words(arena, pdf_report);

    if (ua && a)
        return arena_printf(arena, "%s and %s", ua, a);
    if (ua || a)
        return ua ? ua : a;
    return "";
}
