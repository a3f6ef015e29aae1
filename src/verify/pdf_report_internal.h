#ifndef VERIFY_PDF_REPORT_INTERNAL_H
#define VERIFY_PDF_REPORT_INTERNAL_H

#include "verify/pdf_reader.h"
#include "verify/pdf_report.h"

/** The parts of pdf_report_read(): each walks the file and sets its fields. */

/** Scripts, launches and other actions, anywhere in the file. */
void pdf_report_add_actions(struct arena *arena, struct pdf_reader *pdf,
                            struct pdf_report *pdf_report);

/** Attachments: of the document as a whole. */
void pdf_report_add_attachments(struct arena *arena, struct pdf_reader *pdf,
                                struct pdf_report *pdf_report);

/** Signatures, and what was changed after them. */
void pdf_report_add_signatures(struct arena *arena, struct pdf_reader *pdf,
                               const void *bytes, size_t size,
                               struct pdf_report *pdf_report);

#endif
