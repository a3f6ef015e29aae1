#ifndef RUN_BUILD_ID_H
#define RUN_BUILD_ID_H

/**
 * The identity of the program. Another build may make a different letter of a
 * row, so the build id is among a letter's inputs. The build writes both texts
 * (`build_id.cmake`).
 */

/** SHA-256, in hex, of the version, all sources and the versions of the
 *  libraries that can shape a page. */
extern const char build_id[];

/** The libraries that the program was built with, as a JSON object:
 *  {"cairo": "1.16.0", ...}. */
extern const char build_id_libraries[];

#endif
