#ifndef WATCH_WATCH_ASSETS_H
#define WATCH_WATCH_ASSETS_H

/** The files of assets/watch/, embedded by src/embed.cmake; each ends with a
 *  NUL. */
extern const unsigned char watch_html[];
extern const unsigned char watch_css[];
extern const unsigned char watch_js[];

#endif
