#include "data/postal_address.h"

#include <string.h>
#include <strings.h>

#include "base/ascii.h"
#include "base/name_match.h"
#include "base/utf8.h"
#include "data/suggestion.h"

/** The state of a check. */
struct address_check {
    struct arena *arena;
    struct postal_address *address;
    struct diagnostics *diagnostics;
    bool failed;
};

static void refuse(struct address_check *check, const struct postal_line *line,
                   const char *why)
{
    char shown[SUGGESTION_SIZE];

    diagnostics_add(check->diagnostics, RULE_ADDRESS_SYNTAX, line->location,
                    check->address->code, line->column, "%s %s",
                    suggestion_quote(shown, line->text), why);
    check->failed = true;
}

static void refuse_row(struct address_check *check, enum diagnostic_id rule,
                       struct location location, const char *why)
{
    diagnostics_add(check->diagnostics, rule, location, check->address->code,
                    NULL, "%s", why);
    check->failed = true;
}

static bool is_any(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (name_match_equal(text, words[i]))
            return true;
    return false;
}

/* Bytes of a country's name and its NUL. */
enum { NAME_SIZE = 64 };

static bool is_abroad(const char *text)
{
    const char *at = (const char *)country_names;
    char name[NAME_SIZE];

    for (size_t length; *at; at += length + 1) {
        length = strcspn(at, "\n");
        utf8_copy(name, length < NAME_SIZE ? length + 1 : NAME_SIZE, at);
        if (name_match_equal(name, text))
            return true;
    }
    return false;
}

static bool is_home(const char *text)
{
    static const char *const names[] = {
        "United Kingdom", "UK",    "U.K.",  "Great Britain",   "GB", "England",
        "Scotland",       "Wales", "Cymru", "Northern Ireland"};

    return is_any(text, names, sizeof names / sizeof *names);
}

static bool is_filler(const char *text)
{
    static const char *const words[] = {"n/a",  "na",  "none",    "null",
                                        "tbc",  "tba", "unknown", "nil",
                                        "#n/a", "x",   "test",    "address"};

    return is_any(text, words, sizeof words / sizeof *words);
}

static bool is_no_abode(const char *text)
{
    static const char *const words[] = {"NFA", "no fixed abode",
                                        "no fixed address"};

    return is_any(text, words, sizeof words / sizeof *words);
}

/* Letters beyond ASCII count as letters. */
static bool has_letter_or_digit(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80 || ascii_is_alphanumeric(*text))
            return true;
    return false;
}

/* "BFPO 57": @return the text after BFPO, or NULL */
static const char *after_bfpo(const char *text)
{
    return strncasecmp(text, "BFPO", 4) == 0 && !ascii_is_letter(text[4])
               ? text + 4 + strspn(text + 4, " ")
               : NULL;
}

static bool is_bfpo_number(const char *text)
{
    const size_t digits = strspn(text, "0123456789");

    return digits && digits <= 4 && !text[digits];
}

static void check_line(struct address_check *check,
                       const struct postal_line *line)
{
    const char *bfpo = after_bfpo(line->text);

    if (strchr("@()=[]\"\\/,<>~", *line->text))
        refuse(check, line,
               "begins with a sign that no line of an address begins with");
    else if (strchr(line->text, '@'))
        refuse(check, line, "is no line of an address to post to");
    else if (is_no_abode(line->text))
        refuse(check, line, "is no address that a letter arrives at");
    else if (is_filler(line->text) || !has_letter_or_digit(line->text))
        refuse(check, line, "is no line of an address; leave the cell empty");
    else if (bfpo && !is_bfpo_number(bfpo))
        refuse(check, line, "lacks its number, as in BFPO 57");
}

static const struct postal_line *find_bfpo(const struct postal_address *address)
{
    for (size_t i = 0; i < address->count; i++)
        if (after_bfpo(address->lines[i].text))
            return &address->lines[i];
    return NULL;
}

/* @return true if the end of a line is a postcode: "London SW1A 1AA" */
static bool ends_in_postcode(const char *text)
{
    char postcode[POSTCODE_SIZE];

    for (const char *at = text; (at = strchr(at, ' ')); at++)
        if (postcode_read(at + 1, postcode))
            return true;
    return false;
}

static void set_postcode(struct address_check *check, struct postal_line *last)
{
    struct postal_address *address = check->address;
    char shown[SUGGESTION_SIZE];

    if (strcmp(last->text, address->postcode) == 0)
        return;
    diagnostics_add(check->diagnostics, RULE_ADDRESS_CHANGED, last->location,
                    address->code, last->column, "%s is printed as %s",
                    suggestion_quote(shown, last->text), address->postcode);
    last->text = arena_strdup(check->arena, address->postcode);
}

/* Checks the last line of a BFPO address: its number or its postcode. */
static void check_bfpo(struct address_check *check, struct postal_line *last)
{
    struct postal_address *address = check->address;

    if (is_abroad(last->text))
        refuse(check, last,
               "is a country, which no BFPO address has at its end");
    else if (after_bfpo(last->text))
        return;
    else if (!postcode_read(last->text, address->postcode))
        refuse(check, last, "is neither a BFPO number nor a postcode");
    else if (strncmp(address->postcode, "BF1 ", 4) != 0)
        refuse(check, last, "is not the postcode of a BFPO, which begins BF1");
    else
        set_postcode(check, last);
}

static void check_last(struct address_check *check)
{
    struct postal_address *address = check->address;
    struct postal_line *last = &address->lines[address->count - 1];

    if (find_bfpo(address)) {
        check_bfpo(check, last);
        return;
    }
    if (is_abroad(last->text))
        return;
    if (!postcode_read(last->text, address->postcode)) {
        refuse(check, last,
               ends_in_postcode(last->text)
                   ? "ends in a postcode, which needs a line of its own"
                   : "is neither a UK postcode nor a country, which the last "
                     "line of an address is");
        return;
    }
    if (strncmp(address->postcode, "BF", 2) == 0)
        refuse(check, last, "is a BFPO's, and no line has the BFPO number");
    else
        set_postcode(check, last);
}

/* A sorting machine would read a postcode above the last line. */
static void check_others(struct address_check *check)
{
    const struct postal_address *address = check->address;
    char postcode[POSTCODE_SIZE];

    for (size_t i = 0; i + 1 < address->count; i++)
        if (postcode_read(address->lines[i].text, postcode))
            refuse(check, &address->lines[i],
                   "is a postcode above the last line");
}

static void drop_home(struct address_check *check)
{
    struct postal_address *address = check->address;
    const struct postal_line *last = &address->lines[address->count - 1];
    char shown[SUGGESTION_SIZE];

    if (address->count < 2 || !is_home(last->text))
        return;
    diagnostics_add(check->diagnostics, RULE_ADDRESS_CHANGED, last->location,
                    address->code, last->column,
                    "%s is not printed: the letter is posted there",
                    suggestion_quote(shown, last->text));
    address->count--;
}

static void check_count(struct address_check *check)
{
    struct postal_address *address = check->address;
    const size_t count = address->above + address->count;

    if (count < POSTAL_ADDRESS_LINES_MIN)
        refuse_row(check, RULE_ADDRESS_SYNTAX, address->lines[0].location,
                   "the address and the addressee have fewer than 3 lines");
    else if (address->above >= POSTAL_ADDRESS_LINES_MAX)
        refuse_row(check, RULE_ADDRESS_SYNTAX, address->addressee,
                   "the addressee leaves no line for the address: both "
                   "together have 7 lines at most");
    else if (count > POSTAL_ADDRESS_LINES_MAX)
        refuse(check,
               &address->lines[POSTAL_ADDRESS_LINES_MAX - address->above],
               "is the eighth line: addressee and address have 7 at most");
}

enum status postal_address_check(struct arena *arena,
                                 struct postal_address *address,
                                 struct diagnostics *diagnostics)
{
    struct address_check check = {arena, address, diagnostics, false};

    address->postcode[0] = '\0';
    if (!address->count) {
        refuse_row(&check, RULE_ADDRESS_MISSING, address->row,
                   "goes by post, and has no address");
        return STATUS_INPUT;
    }
    drop_home(&check);
    check_count(&check);
    for (size_t i = 0; i < address->count; i++)
        check_line(&check, &address->lines[i]);
    if (!check.failed)
        check_last(&check);
    check_others(&check);
    return check.failed ? STATUS_INPUT : STATUS_OK;
}
