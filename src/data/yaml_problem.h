#ifndef DATA_YAML_PROBLEM_H
#define DATA_YAML_PROBLEM_H

/** Turns libyaml's messages about its grammar into messages about the text. */
enum { YAML_PROBLEM_SIZE = 256 };

/**
 * @param words    [out]
 * @param problem  what libyaml says
 * @param at       the character at which it stopped
 * @param since    the line on which the part that it was reading begins
 * @return @p words: the fault and what to do; libyaml's own words if they are
 *         unknown
 */
const char *yaml_problem_words(char words[static YAML_PROBLEM_SIZE],
                               const char *problem, char at, int since);

#endif
