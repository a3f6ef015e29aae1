#ifndef VERIFY_CLAIMS_H
#define VERIFY_CLAIMS_H

#include "verify/pdf_report.h"

/**
 * Lists the standards that a file claims to conform to. The claims are not
 * checked.
 *
 * @param arena     owns the words
 * @param pdf_report  with its XMP
 * @return "PDF/UA-1 and PDF/A-3a"; or ""
 * @source ISO 14289-1, 5 (PDF/UA); ISO 19005-3, 6.6.4 (PDF/A)
 */
const char *claims_words(struct arena *arena,
                         const struct pdf_report *pdf_report);

#endif
