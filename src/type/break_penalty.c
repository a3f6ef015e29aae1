#include "type/break_penalty.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "type/codepoint.h"
#include "type/smart_punctuation.h"

/* A word without the punctuation around it. */
struct core {
    const char *text;
    size_t length;
    bool bare; ///< nothing was before it: no bracket, no quote
    bool open; ///< nothing came after it: no comma, no full stop
};

static const char *const months[] = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Sept",
    "Oct",
    "Nov",
    "Dec",
    /* Welsh, as base/date prints them */
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
};

static const char *const titles[] = {
    "Mr",   "Mrs",  "Ms",         "Miss", "Mx",       "Dr",   "Sir",
    "Dame", "Cllr", "Councillor", "Lord", "Lady",     "Prof", "Professor",
    "Rev",  "Revd", "Canon",      "St",   "Alderman", "Ald",
};

/* Words before a number: "page 3", "No. 5". Lower case. */
static const char *const labels[] = {
    "page",       "pages",    "p",        "pp",        "no",         "nos",
    "number",     "section",  "sections", "paragraph", "paragraphs", "para",
    "chapter",    "part",     "table",    "figure",    "annex",      "appendix",
    "article",    "schedule", "rule",     "volume",    "vol",        "version",
    "regulation", "case",     "phase",    "stage",     "step",
};

static bool is_open_punctuation(char c)
{
    return c == '(' || c == '[' || c == '"' || c == '\'' ||
           c == SMART_OPEN_SINGLE || c == SMART_OPEN_DOUBLE;
}

static bool is_close_punctuation(char c)
{
    return c == ')' || c == ']' || c == '"' || c == '\'' || c == ',' ||
           c == '.' || c == ';' || c == ':' || c == '!' || c == '?' ||
           c == SMART_CLOSE_SINGLE || c == SMART_CLOSE_DOUBLE;
}

static struct core core_of(const char *text, size_t length)
{
    struct core core = {text, length, true, true};

    while (core.length && is_open_punctuation(*core.text)) {
        core.text++;
        core.length--;
        core.bare = false;
    }
    while (core.length && is_close_punctuation(core.text[core.length - 1])) {
        core.length--;
        core.open = false;
    }
    return core;
}

/* @return true if the core is @p word; @p fold compares in lower case */
static bool is_word(const struct core *core, const char *word, bool fold)
{
    size_t i;

    for (i = 0; i < core->length && word[i]; i++) {
        const char c = core->text[i];
        if ((fold && ascii_is_upper(c) ? c | 0x20 : c) != word[i])
            return false;
    }
    return i == core->length && !word[i];
}

static bool is_one_of(const struct core *core, const char *const *words,
                      size_t count, bool fold)
{
    for (size_t i = 0; i < count; i++)
        if (words[i][0] == (fold ? core->text[0] | 0x20 : core->text[0]) &&
            is_word(core, words[i], fold))
            return true;
    return false;
}

#define IS_ONE_OF(core, words, fold)                                           \
    is_one_of((core), (words), sizeof(words) / sizeof *(words), (fold))

/* @return the number of digits if the core is all digits, else 0 */
static size_t count_digits(const struct core *core)
{
    for (size_t i = 0; i < core->length; i++)
        if (!ascii_is_digit(core->text[i]))
            return 0;
    return core->length;
}

static bool is_year(const struct core *core)
{
    return count_digits(core) == 4 &&
           (core->text[0] == '1' || core->text[0] == '2');
}

/* "1" to "31", "1st" to "31st". */
static bool is_day(const struct core *core)
{
    const char *at = core->text;
    size_t digits = 0;

    while (digits < core->length && ascii_is_digit(at[digits]))
        digits++;
    if (!digits || digits > 2 || (digits == 2 && at[0] > '3'))
        return false;
    if (core->length == digits)
        return true;
    return core->length == digits + 2 &&
           (!memcmp(at + digits, "st", 2) || !memcmp(at + digits, "nd", 2) ||
            !memcmp(at + digits, "rd", 2) || !memcmp(at + digits, "th", 2));
}

/* "17", "1,234", "71%", "3.5": digits with their signs. */
static bool is_number(const struct core *core)
{
    bool digit = false;

    for (size_t i = 0; i < core->length; i++) {
        const char c = core->text[i];
        if (ascii_is_digit(c))
            digit = true;
        else if (ascii_is_alphanumeric(c) || c == '-' || c == '/')
            return false;
    }
    return digit;
}

static double penalty_of_number(const struct core *a, const struct core *b)
{
    if (is_day(a) && IS_ONE_OF(b, months, false))
        return BREAK_PENALTY_ALWAYS;
    if (count_digits(a) && count_digits(b) == 3)
        return BREAK_PENALTY_STRONG; /* "22 000 114" */
    if (!b->bare || !is_number(a) || is_year(a))
        return 0;
    return ascii_is_alphanumeric(b->text[0]) && !ascii_is_digit(b->text[0])
               ? BREAK_PENALTY_MODERATE
               : 0;
}

static bool is_initial(const struct core *core)
{
    return core->length == 1 && ascii_is_upper(core->text[0]);
}

static double penalty_of_capital(const struct core *a, const struct core *b)
{
    if (ascii_is_upper(b->text[0]) &&
        (is_initial(a) || IS_ONE_OF(a, titles, false)))
        return BREAK_PENALTY_STRONG;
    return is_year(b) && IS_ONE_OF(a, months, false) ? BREAK_PENALTY_MODERATE
                                                     : 0;
}

/* An en dash does not begin a line. */
static bool is_dash(const char *text, size_t length)
{
    const char *at = text;

    if (length == 1)
        return *text == SMART_DASH || *text == '-';
    return codepoint_is_dash(utf8_next(&at)) && at == text + length;
}

/* Short words that belong to the next: "&", "a", "I". */
static double penalty_of_one_letter(char c)
{
    if (c == '&')
        return BREAK_PENALTY_STRONG;
    return c == 'a' || c == 'A' || c == 'I' || c == 'O' ? BREAK_PENALTY_WEAK
                                                        : 0;
}

/* The common case: two lower-case words. */
static bool are_plain(const char *a, size_t a_length, const char *b)
{
    return a_length > 1 && ascii_is_lower(*a) && ascii_is_lower(*b);
}

double break_penalty(const char *a, size_t a_length, const char *b,
                     size_t b_length)
{
    struct core first, next;
    double penalty = 0;

    if (are_plain(a, a_length, b))
        return 0;
    if (is_dash(b, b_length))
        return BREAK_PENALTY_ALWAYS;
    first = core_of(a, a_length);
    next = core_of(b, b_length);
    if (!first.length || !next.length)
        return 0;
    if (ascii_is_digit(next.text[0]) && IS_ONE_OF(&first, labels, true))
        return BREAK_PENALTY_STRONG;
    if (ascii_is_upper(first.text[0]))
        penalty = penalty_of_capital(&first, &next);
    else if (first.open)
        penalty = penalty_of_number(&first, &next);
    if (penalty == 0 && a_length == 1)
        penalty = penalty_of_one_letter(*a);
    return penalty;
}
