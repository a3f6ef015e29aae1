#ifndef BASE_RULE_H
#define BASE_RULE_H

/** The id, the severity and the status of every diagnostic. */

/** The result of a call. Everything but STATUS_OK comes with an error. */
enum status {
    STATUS_OK,
    STATUS_INPUT,   ///< something in the campaign is wrong
    STATUS_LAYOUT,  ///< a letter that cannot be set as asked
    STATUS_IO,      ///< the machine refused a file
    STATUS_AGAIN,   ///< the same call may work later: disk full, server away
    STATUS_STOPPED, ///< interrupted from outside
};

enum severity {
    SEVERITY_ERROR,
    SEVERITY_WARNING,
};

/** One for each line of rule.def. */
enum diagnostic_id {
#define RULE(name, id, severity, status) RULE_##name,
#include "base/rule.def"
#undef RULE
    RULE_COUNT
};

/** @return the stable id, as "count-over-total" */
const char *rule_id(enum diagnostic_id rule);

enum severity rule_severity(enum diagnostic_id rule);

/** @return the status of a function that reports this rule */
enum status rule_status(enum diagnostic_id rule);

/** @return "error" or "warning" */
const char *rule_severity_word(enum severity severity);

#endif
