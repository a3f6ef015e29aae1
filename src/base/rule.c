#include "base/rule.h"

struct rule_entry {
    const char *id;
    enum severity severity;
    enum status status;
};

static const struct rule_entry entries[RULE_COUNT] = {
#define RULE(name, id, severity, status)                                       \
    {id, SEVERITY_##severity, STATUS_##status},
#include "base/rule.def"
#undef RULE
};

const char *rule_id(enum diagnostic_id rule)
{
    return entries[rule].id;
}

enum severity rule_severity(enum diagnostic_id rule)
{
    return entries[rule].severity;
}

enum status rule_status(enum diagnostic_id rule)
{
    return entries[rule].status;
}

const char *rule_severity_word(enum severity severity)
{
    return severity == SEVERITY_ERROR ? "error" : "warning";
}
