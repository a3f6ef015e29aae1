#ifndef BATCH_CONTACT_SHEET_PARTS_H
#define BATCH_CONTACT_SHEET_PARTS_H

/** The files of assets/proof/, put into the program by src/embed.cmake; each
 *  ends with a NUL. */
extern const unsigned char contact_sheet_html[];
extern const unsigned char contact_sheet_css[];
extern const unsigned char contact_sheet_js[];

#endif
