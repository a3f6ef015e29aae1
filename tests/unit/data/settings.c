#include "data/settings.h"

#include "../scratch.h"

struct opened {
    struct scratch scratch;
    struct settings settings;
    enum status status;
};

static struct opened open_text(const char *text)
{
    struct opened opened = {.scratch = scratch_open()};

    scratch_write(&opened.scratch, "campaign.yaml", text);
    opened.status =
        settings_read(opened.scratch.arena, opened.scratch.folder, 0,
                      &opened.settings, opened.scratch.diagnostics);
    return opened;
}

#define LEAST                                                                  \
    "title: T\nletter: l.md\ndata: [a.csv]\ndates: {letter: 2022-07-20}\n"

/* What is said of the least settings with more behind them, from line 5. */
static void assert_said(const char *more, const char *said)
{
    struct opened opened;
    char text[2048];

    snprintf(text, sizeof text, LEAST "%s", more);
    opened = open_text(text);
    assert_string_equal(scratch_said_but_keys(&opened.scratch), said);
    assert_int_equal(opened.status, *said ? STATUS_INPUT : STATUS_OK);
    scratch_close(&opened.scratch);
}

/* The same for settings as a whole. */
static void assert_said_of(const char *text, const char *said)
{
    struct opened opened = open_text(text);

    assert_string_equal(scratch_said_but_keys(&opened.scratch), said);
    assert_int_equal(opened.status, *said ? STATUS_INPUT : STATUS_OK);
    scratch_close(&opened.scratch);
}

static const char full[] =
    "title: 2022\n"
    "language: cy\n"
    "letter: letter.md\n"
    "data: [councils.csv, figures.csv]\n"
    "encoding: windows-1252\n"
    "name: council\n"
    "addressee: [\"((a))\", \"((b))\"]\n"
    "delivery: By email\n"
    "file_name: \"((code))\"\n"
    "dates: {letter: 2022-07-20, period_start: 2021-04-01, period_end: "
    "2022-03-31, publication: 2022-07-27}\n"
    "sender:\n"
    "  wordmark: [One, TWO]\n"
    "  logo: logo.svg\n"
    "signatory:\n"
    "  name: A Name\n"
    "  roles: [First, Second]\n"
    "  signature: s.svg\n"
    "  signature_alt: Signature\n"
    "statistics:\n"
    "  upheld: {count: upheld, total: investigations, stated: percent}\n"
    "  remedy: {count: remedies, total: upheld}\n"
    "groups: {column: type, compared: [county, unitary]}\n"
    "averages: {from: averages.csv}\n"
    "text: {url: www.example.org, no: no}\n"
    "theme: theme.yaml\n";

static void every_setting_is_read(void **state)
{
    struct opened opened = open_text(full);
    const struct settings *settings = &opened.settings;

    assert_string_equal(scratch_said(&opened.scratch), "");
    assert_string_equal(settings->title.text, "2022");
    assert_string_equal(settings->language.text, "cy");
    assert_int_equal(settings->data.count, 2);
    assert_string_equal(settings->data.items[1].text, "figures.csv");
    assert_int_equal(settings->data.items[1].location.column, 22);
    assert_int_equal(settings->encoding, ENCODING_WINDOWS_1252);
    assert_string_equal(settings->name.text, "council");
    assert_int_equal(settings->addressee.count, 2);
    assert_string_equal(settings->delivery.text, "By email");
    assert_int_equal(settings->letter_date.day, 20);
    assert_int_equal(settings->period_start.month, 4);
    assert_int_equal(settings->period_end.day, 31);
    assert_int_equal(settings->publication.day, 27);
    assert_int_equal(settings->wordmark.count, 2);
    assert_string_equal(settings->logo.text, "logo.svg");
    assert_int_equal(settings->signatory_roles.count, 2);
    assert_string_equal(settings->signature_alt.text, "Signature");
    scratch_close(&opened.scratch);
}

static void statistics_groups_and_constants_keep_their_places(void **state)
{
    struct opened opened = open_text(full);
    const struct settings *settings = &opened.settings;
    const struct statistic_setting *upheld = &settings->statistics[0];

    assert_int_equal(settings->statistic_count, 2);
    assert_string_equal(upheld->name, "upheld");
    assert_int_equal(upheld->location.line, 20);
    assert_int_equal(upheld->location.column, 3);
    assert_string_equal(upheld->total.text, "investigations");
    assert_int_equal(upheld->total.location.column, 34);
    assert_string_equal(upheld->stated.text, "percent");
    assert_null(settings->statistics[1].stated.text);
    assert_string_equal(settings->group_column.text, "type");
    assert_int_equal(settings->groups_compared.count, 2);
    assert_int_equal(settings->average_source, AVERAGE_GIVEN);
    assert_string_equal(settings->average_file.text, "averages.csv");
    assert_int_equal(settings->constant_count, 2);
    assert_string_equal(settings->constants[1].name, "no");
    assert_string_equal(settings->constants[1].value.text, "no");
    scratch_close(&opened.scratch);
}

static void absent_settings_have_their_defaults(void **state)
{
    struct opened opened = open_text(LEAST "delivery:\naverages:\n");
    const struct settings *settings = &opened.settings;

    assert_string_equal(scratch_said(&opened.scratch), "");
    assert_string_equal(settings->language.text, "en-GB");
    assert_string_equal(settings->name.text, "name");
    assert_string_equal(settings->file_name.text, "((code))-((name))");
    assert_int_equal(settings->encoding, ENCODING_UTF8);
    assert_null(settings->delivery.text);
    assert_null(settings->theme.text);
    assert_null(settings->signatory_name.text);
    assert_false(date_is_given(settings->publication));
    assert_int_equal(settings->average_source, AVERAGE_NONE);
    assert_int_equal(settings->statistic_count, 0);
    scratch_close(&opened.scratch);
}

#define TWO                                                                    \
    "language: [cy, en-GB]\n"                                                  \
    "title: {cy: Llythyr, en-GB: Letter}\n"                                    \
    "letter: {en-GB: l.md, cy: c.md}\n"                                        \
    "data: [a.csv]\ndates: {letter: 2022-07-20}\n"

static struct opened open_language(const char *text, size_t language)
{
    struct opened opened = {.scratch = scratch_open()};

    scratch_write(&opened.scratch, "campaign.yaml", text);
    opened.status =
        settings_read(opened.scratch.arena, opened.scratch.folder, language,
                      &opened.settings, opened.scratch.diagnostics);
    return opened;
}

static void settings_that_are_words_have_a_language(void **state)
{
    static const char text[] = TWO
        "addressee: [((name)), {cy: Cymru, en-GB: Wales}]\n"
        "statistics: {a: {count: b, total: c, label: {cy: Dim, en-GB: None}, "
        "of: {cy: \"0 | 1 | 2 | 3 | 6 | x\", en-GB: \"one | more\"}}}\n"
        "text: {link: {cy: w/cy, en-GB: w/en}, both: w}\n";
    static const struct {
        const char *language, *title, *letter, *second, *label, *link;
        size_t forms;
    } expected[] = {{"cy", "Llythyr", "c.md", "Cymru", "Dim", "w/cy", 6},
                    {"en-GB", "Letter", "l.md", "Wales", "None", "w/en", 2}};

    for (size_t i = 0; i < 2; i++) {
        struct opened opened = open_language(text, i);
        const struct settings *settings = &opened.settings;
        assert_string_equal(scratch_said(&opened.scratch), "");
        assert_int_equal(settings->languages.count, 2);
        assert_string_equal(settings->language.text, expected[i].language);
        assert_string_equal(settings->title.text, expected[i].title);
        assert_string_equal(settings->letter.text, expected[i].letter);
        assert_string_equal(settings->addressee.items[0].text, "((name))");
        assert_string_equal(settings->addressee.items[1].text,
                            expected[i].second);
        assert_string_equal(settings->statistics[0].label, expected[i].label);
        assert_int_equal(settings->statistics[0].of_count, expected[i].forms);
        assert_string_equal(settings->constants[0].value.text,
                            expected[i].link);
        assert_string_equal(settings->constants[1].value.text, "w");
        scratch_close(&opened.scratch);
    }
}

static void words_in_too_few_or_other_languages_are_refused(void **state)
{
    assert_said_of(
        "language: [cy, en-GB]\n"
        "title: {cy: Llythyr}\n"
        "letter: l.md\n"
        "data: [a.csv]\n"
        "dates: {letter: 2022-07-20}\n"
        "delivery: {cy: a, en-GB: b, en: c}\n"
        "statistics: {a: {count: {cy: b, en-GB: d}, total: c, "
        "label: {en-GB: A}}}\n",
        "campaign.yaml:2:8: error: title: has no words in en-GB\n"
        "campaign.yaml:3:9: error: letter: a file for each language is "
        "wanted; write {cy: file.md, en-GB: file.md}\n"
        "campaign.yaml:6:29: error: en: is no language of this campaign, "
        "which is in cy and en-GB\n"
        "campaign.yaml:7:25: error: count: one value is wanted, not keys\n"
        "campaign.yaml:7:61: error: statistics.a.label: has no words in cy\n");
    assert_said("language: [cy, en-GB, cy-GB]\n",
                "campaign.yaml:2:9: error: letter: a file for each language is "
                "wanted; write {cy: file.md, en-GB: file.md}\n"
                "campaign.yaml:5:23: error: language: the language is "
                "already listed\n");
    assert_said("arrangement: together\n", "");
    assert_said("arrangement: separate\n",
                "campaign.yaml:5:14: error: arrangement: together is wanted: a "
                "letter has its languages in one file\n");
    assert_said("language: []\n",
                "campaign.yaml:5:11: error: language: a language tag is "
                "wanted, such as en-GB\n");
}

static void one_data_file_needs_no_brackets(void **state)
{
    struct opened opened = open_text("title: T\nletter: l.md\ndata: a.csv\n"
                                     "dates: {letter: 2022-07-20}\n");

    assert_int_equal(opened.settings.data.count, 1);
    assert_string_equal(opened.settings.data.items[0].text, "a.csv");
    scratch_close(&opened.scratch);
}

static void required_settings_are_missed_all_at_once(void **state)
{
    assert_said_of(
        "language: en\n",
        "campaign.yaml:1:1: error: data: the name of a CSV file is wanted\n"
        "campaign.yaml:1:1: error: dates: the date of the letter is wanted, "
        "such as {letter: 2022-07-20}\n"
        "campaign.yaml:1:1: error: letter: a value is wanted here\n"
        "campaign.yaml:1:1: error: title: a value is wanted here\n");
    assert_said_of(
        "title:\nletter: \" \"\ndata: []\ndates: {publication: 2022-07-20}\n",
        "campaign.yaml:1:1: error: title: a value is wanted here\n"
        "campaign.yaml:2:1: error: letter: a value is wanted here\n"
        "campaign.yaml:3:7: error: data: the name of a CSV file is wanted\n"
        "campaign.yaml:4:1: error: dates: the date of the letter is wanted, "
        "such as {letter: 2022-07-20}\n");
}

static void unknown_keys_are_refused_at_every_depth(void **state)
{
    assert_said(
        "titl: x\n"
        "sender: {wordmrk: [a]}\n"
        "signatory: {name: A, role: x}\n"
        "statistics: {a: {count: b, total: c, totl: d}}\n"
        "groups: {column: t, compared: [x], colunm: y}\n"
        "averages: {method: mean, fromm: x}\n",
        "campaign.yaml:5:1: error: titl: unknown key; did you mean title?\n"
        "campaign.yaml:6:10: error: wordmrk: unknown key; did you mean "
        "wordmark?\n"
        "campaign.yaml:7:22: error: role: unknown key; did you mean roles?\n"
        "campaign.yaml:8:38: error: totl: unknown key; did you mean total?\n"
        "campaign.yaml:9:36: error: colunm: unknown key; did you mean "
        "column?\n"
        "campaign.yaml:10:26: error: fromm: unknown key; did you mean from?\n");
}

static void wrong_types_are_refused_where_they_stand(void **state)
{
    assert_said("delivery: [a]\n"
                "theme: {a: b}\n"
                "addressee: ((name))\n"
                "sender: x\n"
                "signatory: {name: A, roles: Ombudsman}\n"
                "statistics: {a: b}\n"
                "groups: [county]\n"
                "text: {a: [b]}\n",
                "campaign.yaml:5:11: error: delivery: one value is wanted, not "
                "a list\n"
                "campaign.yaml:6:8: error: theme: one value is wanted, not "
                "keys\n"
                "campaign.yaml:7:12: error: addressee: a list is wanted; write "
                "[first, second]\n"
                "campaign.yaml:8:9: error: sender: keys with values are "
                "wanted\n"
                "campaign.yaml:9:29: error: roles: a list is wanted; write "
                "[first, second]\n"
                "campaign.yaml:10:17: error: a: two columns are wanted; write "
                "{count: a, total: b}\n"
                "campaign.yaml:11:9: error: groups: keys with values are "
                "wanted\n"
                "campaign.yaml:12:11: error: a: one value is wanted, not a "
                "list\n");
}

static void wrong_values_are_refused_where_they_stand(void **state)
{
    assert_said(
        "language: english!\n"
        "encoding: latin\n"
        "groups: {column: t, compared: [County, county]}\n"
        "averages: {method: median}\n"
        "text: {\"a)b\": c, \"#d\": e}\n",
        "campaign.yaml:5:11: error: language: a language tag is wanted, such "
        "as en-GB\n"
        "campaign.yaml:6:11: error: encoding: utf-8 or windows-1252 is "
        "wanted\n"
        "campaign.yaml:7:40: error: compared: the group is already listed\n"
        "campaign.yaml:8:20: error: method: pooled or mean is wanted\n"
        "campaign.yaml:9:8: error: a)b: a placeholder cannot say this name\n"
        "campaign.yaml:9:18: error: #d: a placeholder cannot say this name\n");
}

static void averages_need_a_source_and_groups(void **state)
{
    assert_said(
        "averages: {from: a.csv, method: mean}\n",
        "campaign.yaml:5:1: error: averages: groups are wanted to compare "
        "councils within\n"
        "campaign.yaml:5:33: error: method: either a file or a method, not "
        "both\n");
    assert_said("groups: {column: t, compared: [x]}\naverages: {}\n",
                "campaign.yaml:6:11: error: averages: write {from: "
                "averages.csv}, {method: pooled} or {method: mean}\n");
    assert_said("groups: {compared: [x]}\n",
                "campaign.yaml:5:9: error: column: a value is wanted here\n");
    assert_said("groups: {column: t}\n",
                "campaign.yaml:5:9: error: compared: the names of the groups "
                "are wanted\n");
}

static void statistics_need_the_columns_of_their_form(void **state)
{
    assert_said("statistics: {a: {count: b}, \"c.d\": {total: e}}\n",
                "campaign.yaml:5:29: error: c.d: a placeholder cannot say this "
                "name\n"
                "campaign.yaml:5:36: error: count: a value is wanted here\n");
    assert_said("statistics: {a b: {count: b, total: c}, a_b: {count: b, "
                "total: c}}\n",
                "campaign.yaml:5:41: error: a_b: exists already in another "
                "spelling\n");
    assert_said("statistics: {a: {count: b, population: p}}\n",
                "campaign.yaml:5:17: error: per: a whole number is wanted, "
                "such as 100000\n");
    assert_said("statistics: {a: {amount: b, minimum: 5}}\n",
                "campaign.yaml:5:29: error: minimum: an amount, which a is, "
                "does not take minimum\n");
    assert_said("statistics: {a: {total: t, parts: [{label: L, count: c}, "
                "{label: l, count: d}]}}\n",
                "campaign.yaml:5:66: error: label: the part is already "
                "listed\n");
    assert_said("statistics: {a: {amount: b, decimals: 4}}\n",
                "campaign.yaml:5:39: error: decimals: 0, 1, 2 or 3 is "
                "wanted\n");
}

/* columns: "statistics: {a: {count: b, total: c, " is 37 characters */
static void what_a_statistic_may_say_besides_is_checked(void **state)
{
    assert_said("statistics: {a: {count: b, total: c, of: x | y | z}}\n",
                "campaign.yaml:5:42: error: of: wants what the total counts, "
                "as in investigation | investigations; or six forms: zero, "
                "one, two, few, many, other\n");
    assert_said("statistics: {a: {count: b, total: c, of: 'x |'}}\n",
                "campaign.yaml:5:42: error: of: wants what the total counts, "
                "as in investigation | investigations; or six forms: zero, "
                "one, two, few, many, other\n");
    assert_said("statistics: {a: {count: b, total: c, minimum: -1}}\n",
                "campaign.yaml:5:47: error: minimum: a whole number is "
                "wanted, such as 5\n");
    assert_said("statistics: {a: {count: b, total: c, shown: maybe}}\n",
                "campaign.yaml:5:45: error: shown: true or false is wanted\n");
    assert_said("statistics: {a: {count: b, total: c, label: ((name))}}\n",
                "campaign.yaml:5:45: error: label: the same for all councils; "
                "placeholders are not read here\n");
    assert_said("statistics: {a: {count: b, total: c, of: z|o|t|f|m|x, "
                "minimum: 0, shown: true, label: L}}\n",
                "");
}

static void settings_that_are_no_map_are_refused(void **state)
{
    assert_said_of("- a\n", "campaign.yaml:1:1: error: keys with values are "
                            "wanted, with a space after the colon\n");
    assert_said_of("-", "campaign.yaml:1:1: error: keys with values are "
                        "wanted, with a space after the colon\n");
}

static void signatory_needs_a_name(void **state)
{
    assert_said("signatory: {roles: [x]}\n",
                "campaign.yaml:5:12: error: name: a value is wanted here\n");
}

static void dates_that_are_none_are_refused(void **state)
{
    assert_said_of("title: T\nletter: l.md\ndata: a.csv\n"
                   "dates: {letter: 20 July 2022, period_end: 2022-02-29}\n",
                   "campaign.yaml:4:17: error: letter: not a date; write the "
                   "year, month and day as 2022-07-20\n"
                   "campaign.yaml:4:43: error: period_end: not a date; write "
                   "the year, month and day as 2022-07-20\n");
}

static void dates_out_of_order_are_refused(void **state)
{
    assert_said_of(
        "title: T\nletter: l.md\ndata: a.csv\n"
        "dates:\n"
        "  letter: 2022-07-20\n"
        "  period_start: 2023-04-01\n"
        "  period_end: 2022-07-21\n"
        "  publication: 2022-07-19\n",
        "campaign.yaml:7:15: error: period_end: is after the date of the "
        "letter\n"
        "campaign.yaml:7:15: error: period_end: is before period_start\n"
        "campaign.yaml:8:16: error: publication: is before the date of the "
        "letter\n");
    assert_said_of("title: T\nletter: l.md\ndata: a.csv\n"
                   "dates: {letter: 2022-07-20, period_start: 2022-07-20, "
                   "period_end: 2022-07-20, publication: 2022-07-20}\n",
                   "");
}

static void missing_settings_are_one_clear_line(void **state)
{
    struct opened opened = {.scratch = scratch_open()};

    opened.status =
        settings_read(opened.scratch.arena, opened.scratch.folder, 0,
                      &opened.settings, opened.scratch.diagnostics);
    assert_int_equal(opened.status, STATUS_INPUT);
    assert_string_equal(scratch_said(&opened.scratch),
                        "campaign.yaml: error: no such file\n");
    scratch_close(&opened.scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_is_read),
        cmocka_unit_test(statistics_groups_and_constants_keep_their_places),
        cmocka_unit_test(absent_settings_have_their_defaults),
        cmocka_unit_test(settings_that_are_words_have_a_language),
        cmocka_unit_test(words_in_too_few_or_other_languages_are_refused),
        cmocka_unit_test(one_data_file_needs_no_brackets),
        cmocka_unit_test(required_settings_are_missed_all_at_once),
        cmocka_unit_test(unknown_keys_are_refused_at_every_depth),
        cmocka_unit_test(wrong_types_are_refused_where_they_stand),
        cmocka_unit_test(wrong_values_are_refused_where_they_stand),
        cmocka_unit_test(averages_need_a_source_and_groups),
        cmocka_unit_test(statistics_need_the_columns_of_their_form),
        cmocka_unit_test(what_a_statistic_may_say_besides_is_checked),
        cmocka_unit_test(settings_that_are_no_map_are_refused),
        cmocka_unit_test(signatory_needs_a_name),
        cmocka_unit_test(dates_that_are_none_are_refused),
        cmocka_unit_test(dates_out_of_order_are_refused),
        cmocka_unit_test(missing_settings_are_one_clear_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
