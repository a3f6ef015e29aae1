#ifndef PROOF_PROOF_ASSETS_H
#define PROOF_PROOF_ASSETS_H

/** The files of assets/proof/, embedded by src/embed.cmake; each ends with a
 *  NUL. */
extern const unsigned char proof_html[];
extern const unsigned char proof_css[];
extern const unsigned char proof_js[];

#endif
