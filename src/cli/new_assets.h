#ifndef CLI_NEW_ASSETS_H
#define CLI_NEW_ASSETS_H

/** The files of assets/new/, put into the program by src/embed.cmake; each ends
 *  with a NUL. */
extern const unsigned char new_campaign[];
extern const unsigned char new_letter[];
extern const unsigned char new_councils[];
extern const unsigned char new_figures[];

#endif
