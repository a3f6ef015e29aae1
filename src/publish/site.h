#ifndef PUBLISH_SITE_H
#define PUBLISH_SITE_H

#include "base/words.h"
#include "publish/hex_map.h"
#include "publish/site_catalogue.h"
#include "publish/site_folder.h"
#include "publish/site_table.h"
#include "run/engine.h"

/** The site that is being made: the data of its pages and files. */
struct site {
    const struct engine *engine;
    const struct settings *settings;
    const struct site_strings *words;
    const char *language;     ///< BCP 47, of the words
    size_t language_index;    ///< among those of the campaign
    const char *office;       ///< the publisher
    const char *embargo;      ///< "EMBARGOED UNTIL 27 July 2022"; NULL: not
    const char *embargo_date; ///< the day as 2022-07-27; NULL: none
    int year;                 ///< of the campaign
    struct arena *arena;
    struct site_table table; ///< the campaign's year
    struct site_catalogue catalogue;
    struct hex_map *map; ///< or NULL
    struct site_folder *folder;
};

/** @return the site with the settings, words and labels of another language of
 *         the campaign
 *  @param index  of the language */
struct site site_in_language(const struct site *site, size_t index);

/** @return the name of an overview's file: "index.html", in languages after the
 *          first "index.en-GB.html" */
const char *site_index_name(const struct site *site, size_t index);

#endif
