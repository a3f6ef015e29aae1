#include "data/yaml_problem.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* "%d" is the line on which the text, list or map begins. */
struct problem {
    const char *said; /* beginning of libyaml's message */
    const char *words;
};

static const struct problem problems[] = {
    {"mapping values are not allowed",
     "a colon where none may be: put the text in quotes, as in title: "
     "\"Letter: 2022\"; indent the line as those above it; or put a colon and "
     "a space behind the key above it"},
    {"found a tab character",
     "a tab: use spaces, as many as the lines beside it have"},
    {"could not find expected ':'",
     "the text that begins on line %d has no key: write key: value, with a "
     "space after the colon, and put a text of several lines in quotes"},
    {"did not find expected key",
     "this does not belong to what is before it: indent it as the lines "
     "above; or put the whole text before it in quotes, and close them"},
    {"did not find expected ',' or ']'",
     "the list that begins on line %d is not closed by ], or lacks a comma: "
     "put texts with , : [ ] { } or quotes in quotes"},
    {"did not find expected ',' or '}'",
     "the map that begins on line %d is not closed by }, or lacks a comma: "
     "put texts with , : [ ] { } or quotes in quotes"},
    {"found unexpected end of stream",
     "the quote that opens on line %d is not closed"},
    {"found unexpected document indicator",
     "the quote that opens on line %d is not closed"},
    {"did not find expected '-' indicator",
     "the list continues with a - below that of the item before: indent the "
     "line as the list, or put the whole text before it in quotes"},
    {"block sequence entries are not allowed",
     "a list cannot begin here: begin each item with - on a line of its own, "
     "or put the text in quotes"},
    {"mapping keys are not allowed",
     "a text cannot begin with a question mark: put it in quotes"},
    {"found unknown escape character",
     "a \\ in double quotes: write \\\\, or use single quotes"},
    {"did not find expected hexdecimal number",
     "a \\ in double quotes: write \\\\, or use single quotes"},
    {"found invalid Unicode character escape",
     "a \\ in double quotes: write \\\\, or use single quotes"},
    {"control characters are not allowed",
     "a control character: delete it, or type the text anew"},
    {"did not find expected alphabetic or numeric",
     "a text cannot begin with * or &: put it in quotes"},
    {"found undefined", "a text cannot begin with * or !: put it in quotes"},
    {"did not find expected whitespace or line break",
     "a text cannot begin with * & or !: put it in quotes"},
    {"did not find expected comment or line break",
     "nothing may follow here on the line: put the whole text in quotes"},
    {"did not find expected node content",
     "a value is wanted here: put the text in quotes"},
    {"found unexpected ':'", "a colon: put the text in quotes"},
    {"did not find expected <document start>",
     "this does not belong to what is before it: a file is keys with "
     "values, all indented alike"},
    {"found unknown directive name",
     "a line cannot begin with %: put the text in quotes"},
    {"could not find expected directive name",
     "a line cannot begin with %: put the text in quotes"},
    {"found unexpected non-alphabetical",
     "a line cannot begin with %: put the text in quotes"},
};

/* The formats are all from the table and have at most one "%d". */
static void copy_words(char words[static YAML_PROBLEM_SIZE], const char *from,
                       int since)
{
    const char *number = strstr(from, "%d");

    if (number)
        snprintf(words, YAML_PROBLEM_SIZE, "%.*s%d%s", (int)(number - from),
                 from, since, number + 2);
    else
        snprintf(words, YAML_PROBLEM_SIZE, "%s", from);
}

const char *yaml_problem_words(char words[static YAML_PROBLEM_SIZE],
                               const char *problem, char at, int since)
{
    if (strncmp(problem, "found character that cannot start", 33) == 0) {
        if (at == '\t')
            problem = "found a tab character";
        else {
            snprintf(words, YAML_PROBLEM_SIZE,
                     "a text cannot begin with %c: put it in quotes", at);
            return words;
        }
    }
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++)
        if (strncmp(problem, problems[i].said, strlen(problems[i].said)) == 0) {
            copy_words(words, problems[i].words, since);
            return words;
        }
    snprintf(words, YAML_PROBLEM_SIZE,
             "not understood (%s): put the text in quotes", problem);
    return words;
}
