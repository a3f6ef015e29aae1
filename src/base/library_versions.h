#ifndef BASE_LIBRARY_VERSIONS_H
#define BASE_LIBRARY_VERSIONS_H

/**
 * The foreign libraries of a module. Another version of one may draw another
 * letter, so they belong to what a letter is made from.
 *
 * @param name     as its makers write it
 * @param version  in force, as far as the library can say it while it runs
 * @param context  handed on
 */
typedef void library_versions_visit(const char *name, const char *version,
                                    void *context);

void library_versions_base(library_versions_visit *visit, void *context);

#endif
