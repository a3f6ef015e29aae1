#ifndef DATA_YAML_PROBLEM_H
#define DATA_YAML_PROBLEM_H

/** Translates libyaml's messages about grammar into messages about the text.
 */
enum { YAML_PROBLEM_SIZE = 256 };

/**
 * @param words    [out]
 * @param problem  libyaml's message
 * @param at       the character at which it stopped
 * @param since    the line on which the current part begins
 * @return @p words: the error and what to do; libyaml's message if it is
 *         unknown
 */
const char *yaml_problem_words(char words[static YAML_PROBLEM_SIZE],
                               const char *problem, char at, int since);

#endif
