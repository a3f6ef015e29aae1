#include "data/email_address.h"

#include <string.h>

#include "base/utf8.h"

enum { LOCAL_LIMIT = 64, DOMAIN_LIMIT = 253, LABEL_LIMIT = 63, WORDS = 24 };

static const char letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
static const char digits[] = "0123456789";

static bool is_among(char c, const char *set)
{
    return c && strchr(set, c);
}

static bool is_local(const char *text, size_t length)
{
    if (!length || length > LOCAL_LIMIT)
        return false;
    for (size_t i = 0; i < length; i++) {
        const bool dot = text[i] == '.';
        if (dot && (!i || i + 1 == length || text[i - 1] == '.'))
            return false;
        if (!dot && !is_among(text[i], letters) && !is_among(text[i], digits) &&
            !is_among(text[i], "!#$%&'*+/=?^_`{|}~-"))
            return false;
    }
    return true;
}

static bool is_label(const char *text, size_t length)
{
    if (!length || length > LABEL_LIMIT || text[0] == '-' ||
        text[length - 1] == '-')
        return false;
    for (size_t i = 0; i < length; i++)
        if (!is_among(text[i], letters) && !is_among(text[i], digits) &&
            text[i] != '-')
            return false;
    return true;
}

/* Two labels or more; the last is no number. */
static bool is_domain(const char *text, size_t length)
{
    const char *end = text + length;
    size_t labels = 0;
    size_t size = 0;

    if (length > DOMAIN_LIMIT)
        return false;
    for (;; text += size + 1) {
        const char *dot = memchr(text, '.', (size_t)(end - text));
        size = (size_t)((dot ? dot : end) - text);
        if (!is_label(text, size))
            return false;
        labels++;
        if (!dot)
            break;
    }
    return labels >= 2 && size >= 2 && is_among(text[0], letters);
}

bool email_address_is_valid(const char *address)
{
    const char *at = strchr(address, '@');

    return at && is_local(address, (size_t)(at - address)) &&
           is_domain(at + 1, strlen(at + 1));
}

/* Words that many councils' names and domains share. */
static bool is_common(const char *word, size_t length)
{
    static const char *const common[] = {
        "and",    "the",       "of",       "upon",         "on",     "in",
        "with",   "council",   "borough",  "city",         "county", "district",
        "london", "authority", "combined", "metropolitan", "royal",  "unitary",
        "cyngor", "sir",       "national", "park",         "town",   "parish"};

    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strlen(common[i]) == length &&
            strncmp(common[i], word, length) == 0)
            return true;
    return false;
}

/* Counties' short forms that do not begin as the county does. */
static const char *short_form(const char *word, size_t length)
{
    static const char *const forms[][2] = {{"hampshire", "hants"},
                                           {"shropshire", "salop"},
                                           {"oxfordshire", "oxon"}};

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strlen(forms[i][0]) == length &&
            strncmp(forms[i][0], word, length) == 0)
            return forms[i][1];
    return NULL;
}

static bool contains(const char *domain, const char *part, size_t length)
{
    return memmem(domain, strlen(domain), part, length) != NULL;
}

static bool has_word(const char *domain, const char *word, size_t length)
{
    const char *form = short_form(word, length);

    if (length >= 3 && contains(domain, word, length < 4 ? length : 4))
        return true;
    return form && contains(domain, form, strlen(form));
}

/* The name's words, found in the domain or gathered as initials. */
struct match {
    const char *domain;
    char distinct[WORDS + 1]; /* initials of the words not common */
    char little[WORDS + 1];   /* with those like "of": "iow" */
    char main[WORDS + 1];     /* with those like "borough": "lbbd" */
    size_t distinct_count;
    bool found;
};

static void append(char initials[WORDS + 1], char initial)
{
    const size_t length = strlen(initials);

    if (length < WORDS) {
        initials[length] = initial;
        initials[length + 1] = '\0';
    }
}

static void match_word(struct match *match, const char *word, size_t length)
{
    const bool common = is_common(word, length);

    if (!common || length <= 4)
        append(match->little, *word);
    if (!common || length > 4)
        append(match->main, *word);
    if (common)
        return;
    append(match->distinct, *word);
    match->distinct_count++;
    match->found |= has_word(match->domain, word, length);
}

static void match_words(struct match *match, const char *slug)
{
    while (*slug) {
        const size_t length = strcspn(slug, "-");
        if (length)
            match_word(match, slug, length);
        slug += length + (slug[length] == '-');
    }
}

/* The domain without what stands at the end of everybody's. */
static const char *bare_domain(struct arena *arena, const char *text)
{
    static const char *const suffixes[] = {
        ".gov.uk",     ".org.uk", ".co.uk", ".gov.wales",
        ".llyw.cymru", ".uk",     ".org",   ".com"};
    char *domain = arena_strdup(arena, text);
    const size_t length = strlen(domain);

    for (size_t i = 0; i < length; i++)
        domain[i] = (char)utf8_lower((unsigned char)domain[i]);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        const size_t size = strlen(suffixes[i]);
        if (length > size && strcmp(domain + length - size, suffixes[i]) == 0) {
            domain[length - size] = '\0';
            break;
        }
    }
    return domain;
}

/* Initials of two letters are too easily there by chance in a long label. */
static bool has_initials(const struct match *match)
{
    const char *domain = match->domain;
    const size_t distinct = strlen(match->distinct);

    if (strlen(match->main) >= 3 &&
        contains(domain, match->main, strlen(match->main)))
        return true;
    if (strlen(match->little) >= 3 &&
        contains(domain, match->little, strlen(match->little)))
        return true;
    return (distinct >= 3 || (distinct == 2 && strlen(domain) <= 6)) &&
           contains(domain, match->distinct, distinct);
}

bool email_address_resembles(struct arena *arena, const char *address,
                             const char *name)
{
    struct match match = {.domain =
                              bare_domain(arena, strchr(address, '@') + 1)};

    match_words(&match, utf8_slug(arena, name, 200));
    return match.found || has_initials(&match) || !match.distinct_count;
}
