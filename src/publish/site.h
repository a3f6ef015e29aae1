#ifndef PUBLISH_SITE_H
#define PUBLISH_SITE_H

#include "base/words.h"
#include "publish/hex_map.h"
#include "publish/site_catalogue.h"
#include "publish/site_folder.h"
#include "publish/site_table.h"
#include "run/engine.h"

/** The site while it is made: what its pages and files are written from. */
struct site {
    const struct engine *engine;
    const struct settings *settings;
    const struct site_strings *words;
    const char *language;     ///< BCP 47, of the words
    const char *office;       ///< who publishes
    const char *embargo;      ///< "EMBARGOED UNTIL 27 July 2022"; NULL: not
    const char *embargo_date; ///< the day as 2022-07-27; NULL: none
    int year;                 ///< of the campaign
    struct arena *arena;
    struct site_table table; ///< the campaign's year
    struct site_catalogue catalogue;
    struct hex_map *map; ///< or NULL
    struct site_folder *folder;
};

#endif
