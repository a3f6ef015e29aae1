#include "data/country_name.h"

#include <string.h>

#include "base/name_match.h"
#include "base/utf8.h"

/* Bytes of a country's name and its NUL. */
enum { NAME_SIZE = 64 };

bool country_name_is_abroad(const char *text)
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

bool country_name_is_home(const char *text)
{
    static const char *const names[] = {
        "United Kingdom", "UK",    "U.K.",  "Great Britain",   "GB", "England",
        "Scotland",       "Wales", "Cymru", "Northern Ireland"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (name_match_equal(names[i], text))
            return true;
    return false;
}
