#include "data/email_address.h"

#include <idn2.h>
#include <string.h>

#include "base/utf8.h"

enum {
    LOCAL_LIMIT = 64,
    DOMAIN_LIMIT = 253,
    LABEL_LIMIT = 63,
    SLUG_LIMIT = 1024,
    WORDS = 24
};

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

/* @return the number of a domain's labels; 0 if it is invalid, as one whose
 *         last label is a number
 */
static size_t count_labels(const char *text)
{
    const char *end = text + strlen(text);
    size_t labels = 0;
    size_t size = 0;

    if (end - text > DOMAIN_LIMIT)
        return 0;
    for (;; text += size + 1) {
        const char *dot = memchr(text, '.', (size_t)(end - text));
        size = (size_t)((dot ? dot : end) - text);
        if (!is_label(text, size))
            return 0;
        labels++;
        if (!dot)
            break;
    }
    return size >= 2 && is_among(text[0], letters) ? labels : 0;
}

bool email_address_is_valid(const char *address)
{
    const char *at = strchr(address, '@');

    return at && is_local(address, (size_t)(at - address)) &&
           count_labels(at + 1) >= 2;
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 128)
        text++;
    return !*text;
}

static const char *lower(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);

    for (char *at = copy; *at; at++)
        *at = (char)utf8_lower((unsigned char)*at);
    return copy;
}

/* @return the domain with its U-labels as A-labels, or NULL. An ASCII domain is
 *         not decoded: only its servers can check its punycode. */
static const char *ascii_domain(struct arena *arena, const char *domain)
{
    char *ascii = NULL;
    const char *copy = NULL;

    if (is_ascii(domain))
        return domain;
    if (idn2_to_ascii_8z(domain, &ascii,
                         IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
        copy = arena_strdup(arena, ascii);
    idn2_free(ascii);
    return copy;
}

const char *email_address_ascii(struct arena *arena, const char *address)
{
    const char *at = strchr(address, '@');
    const char *domain = at ? ascii_domain(arena, at + 1) : NULL;
    const char *ascii;

    if (!domain)
        return NULL;
    ascii =
        arena_printf(arena, "%.*s@%s", (int)(at - address), address, domain);
    return email_address_is_valid(ascii) ? ascii : NULL;
}

const char *email_address_key(struct arena *arena, const char *address)
{
    const char *ascii = email_address_ascii(arena, address);

    return lower(arena, ascii ? ascii : address);
}

const char *email_address_domain_key(struct arena *arena, const char *domain)
{
    const char *ascii = ascii_domain(arena, domain);

    return ascii && count_labels(ascii) ? lower(arena, ascii) : NULL;
}

bool email_address_is_within(struct arena *arena, const char *address,
                             const char *domain)
{
    const char *own = strchr(email_address_key(arena, address), '@') + 1;
    const char *key = email_address_domain_key(arena, domain);
    const size_t length = strlen(own);
    const size_t size = key ? strlen(key) : 0;

    return key && length >= size && strcmp(own + length - size, key) == 0 &&
           (length == size || own[length - size - 1] == '.');
}

/* Words that many councils' names and domains share. */
static bool is_common(const char *word, size_t length)
{
    static const char *const common[] = {
        "and",          "the",        "of",      "upon",        "on",
        "in",           "with",       "council", "borough",     "city",
        "county",       "district",   "london",  "authority",   "combined",
        "metropolitan", "royal",      "unitary", "cyngor",      "sir",
        "national",     "park",       "town",    "parish",      "health",
        "board",        "university", "bwrdd",   "bwrdeistref", "cenedlaethol",
        "dinas",        "iechyd",     "parc",    "prifysgol",   "sirol"};

    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strlen(common[i]) == length &&
            strncmp(common[i], word, length) == 0)
            return true;
    return false;
}

/* Short forms of counties that do not begin like the county. */
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

/* Finds the name's words in the domain and collects their initials. */
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

/* The domain in Unicode, without accents. */
static const char *spoken_domain(struct arena *arena, const char *domain)
{
    char *unicode = NULL;
    const char *copy = domain;

    if (strstr(domain, "xn--") &&
        idn2_to_unicode_8z8z(domain, &unicode, 0) == IDN2_OK)
        copy = utf8_slug(arena, unicode, SLUG_LIMIT);
    idn2_free(unicode);
    return copy;
}

/* The domain without its common ending. */
static const char *bare_domain(struct arena *arena, const char *text)
{
    static const char *const suffixes[] = {
        ".gov.uk",     ".org.uk", ".co.uk", ".gov.wales",
        ".llyw.cymru", ".uk",     ".org",   ".com"};
    char *domain = arena_strdup(arena, lower(arena, text));
    const size_t length = strlen(domain);

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        const size_t size = strlen(suffixes[i]);
        if (length > size && strcmp(domain + length - size, suffixes[i]) == 0) {
            domain[length - size] = '\0';
            break;
        }
    }
    return spoken_domain(arena, domain);
}

/* Two initials occur in a long label by chance. */
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
    const char *domain = strchr(email_address_key(arena, address), '@') + 1;
    struct match match = {.domain = bare_domain(arena, domain)};

    match_words(&match, utf8_slug(arena, name, 200));
    return match.found || has_initials(&match) || !match.distinct_count;
}
