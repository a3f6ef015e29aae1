#ifndef DATA_YAML_PROBLEM_H
#define DATA_YAML_PROBLEM_H

/** libyaml's words about its own grammar, put into words about the text. */
enum { YAML_PROBLEM_SIZE = 256 };

/**
 * @param words    filled in
 * @param problem  what libyaml says
 * @param at       the character at which it stopped
 * @param since    the line on which what it was reading begins
 * @return @p words: what is wrong and what to do; with libyaml's words where
 *         they are not known
 */
const char *yaml_problem_words(char words[static YAML_PROBLEM_SIZE],
                               const char *problem, char at, int since);

#endif
