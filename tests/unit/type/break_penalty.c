#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "type/break_penalty.h"
#include "type/smart_punctuation.h"

struct pair {
    const char *a;
    const char *b;
};

static double price_of(const struct pair *pair)
{
    char a[64], b[64];

    smart_punctuation_apply(pair->a, strlen(pair->a), a);
    smart_punctuation_apply(pair->b, strlen(pair->b), b);
    return break_penalty(a, strlen(a), b, strlen(b));
}

static void expect(double price, const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (price_of(&pairs[i]) != price)
            fail_msg("\"%s %s\" costs %g, not %g", pairs[i].a, pairs[i].b,
                     price_of(&pairs[i]), price);
}

#define EXPECT(price, pairs)                                                   \
    expect((price), (pairs), sizeof(pairs) / sizeof *(pairs))

static void day_stays_with_its_month(void **state)
{
    static const struct pair pairs[] = {
        {"20", "July"},   {"1", "April"},       {"31", "March,"},
        {"1st", "May"},   {"22nd", "August"},   {"3", "Sept"},
        {"(20", "July)"}, {"20", "Gorffennaf"},
    };

    EXPECT(BREAK_PENALTY_ALWAYS, pairs);
}

static void dash_does_not_begin_a_line(void **state)
{
    static const struct pair pairs[] = {
        {"this", "\u2013"},
        {"this", "\u2014"},
        {"this", "-"},
        {"17", "\u2013"},
    };

    EXPECT(BREAK_PENALTY_ALWAYS, pairs);
    assert_true(break_penalty("this", 4, "\5", 1) == BREAK_PENALTY_ALWAYS);
}

static void titles_stay_with_their_names(void **state)
{
    static const struct pair pairs[] = {
        {"Mr", "Porter"},     {"Mrs", "Smith's"}, {"Ms.", "Lee"},
        {"Dr", "No"},         {"Cllr", "Jones"},  {"Councillor", "Jones"},
        {"(Sir", "Humphrey"}, {"Dame", "Anne"},   {"St", "Albans"},
        {"\"Lady", "Day\""},  {"Prof", "Brown"},
    };

    EXPECT(BREAK_PENALTY_STRONG, pairs);
}

static void labels_stay_with_their_numbers(void **state)
{
    static const struct pair pairs[] = {
        {"No.", "5"},         {"no.", "5"},    {"page", "3"},
        {"Section", "21(a)"}, {"pp.", "3"},    {"Paragraph", "4."},
        {"J.", "Smith"},      {"J", "Smith"},  {"&", "Wrekin"},
        {"22", "000"},        {"000", "114."},
    };

    EXPECT(BREAK_PENALTY_STRONG, pairs);
}

static void number_leans_on_its_noun(void **state)
{
    static const struct pair pairs[] = {
        {"17", "investigations"}, {"1,234", "complaints"},  {"71%", "of"},
        {"3.5", "days"},          {"July", "2022"},         {"March", "2022."},
        {"(12", "out"},           {"\u00A3500", "redress"},
    };

    EXPECT(BREAK_PENALTY_MODERATE, pairs);
}

static void lone_letters_lean_weakly(void **state)
{
    static const struct pair pairs[] = {
        {"a", "complaint"},
        {"I", "write"},
        {"A", "complaint"},
    };

    EXPECT(BREAK_PENALTY_WEAK, pairs);
}

static void other_words_part_freely(void **state)
{
    static const struct pair pairs[] = {
        {"the", "council"},
        {"council.", "We"},
        {"2022", "and"},
        {"in", "2022"},
        {"17,", "of"},
        {"17.", "We"},
        {"mr", "porter"},
        {"Mr", "porter"},
        {"July", "20"},
        {"2022.", "April"},
        {"(", "a"},
        {"\"", "\""},
        {"well-connected", "x"},
        {"b", "complaint"},
        {"17", "(of"},
        {"\u00C9cole", "primaire"},
    };

    EXPECT(0.0, pairs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(day_stays_with_its_month),
        cmocka_unit_test(dash_does_not_begin_a_line),
        cmocka_unit_test(titles_stay_with_their_names),
        cmocka_unit_test(labels_stay_with_their_numbers),
        cmocka_unit_test(number_leans_on_its_noun),
        cmocka_unit_test(lone_letters_lean_weakly),
        cmocka_unit_test(other_words_part_freely),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
