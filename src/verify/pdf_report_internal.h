#ifndef DELIVERY_EVIDENCE_PARTS_H
#define DELIVERY_EVIDENCE_PARTS_H

#include "verify/pdf_reader.h"
#include "verify/pdf_report.h"

/** The parts of evidence_gather(), each a walk; each fills in its fields. */

/** Fonts: of pages, of what they draw, and of annotations. */
void evidence_add_fonts(struct arena *arena, struct dossier *dossier,
                        struct evidence *evidence);

/** The structure tree, links, and the order of annotations. */
void evidence_add_tags(struct dossier *dossier, struct evidence *evidence);

/** Attachments: of the document as a whole. */
void evidence_add_attachments(struct arena *arena, struct dossier *dossier,
                              struct evidence *evidence);

/** Signatures, and what was changed after them. */
void evidence_add_seals(struct arena *arena, struct dossier *dossier,
                        const void *bytes, size_t size,
                        struct evidence *evidence);

#endif
