#ifndef PUBLISH_PUBLISH_ASSETS_H
#define PUBLISH_PUBLISH_ASSETS_H

/** The files of assets/publish/, put into the program by src/embed.cmake; each
 *  ends with a NUL. */
extern const unsigned char publish_css[];

#endif
