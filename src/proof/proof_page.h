#ifndef PROOF_PROOF_PAGE_H
#define PROOF_PROOF_PAGE_H

#include <stdbool.h>

#include "base/hash.h"
#include "canvas/display_list.h"
#include "pdf/flate.h"
#include "proof/baseline.h"
#include "proof/image_diff.h"
#include "store/atomic_file.h"

/** One page of a proof: its picture, and what has changed on it. */

/** The settings that all pages of a proof share. */
struct proof_plan {
    const char *folder; ///< "<output>/proof"
    const struct baseline *baseline;
    const struct proof_record *last; ///< the record in the folder
    double dpi;                      ///< of the pages; thumbnails have 60
    bool thumbs; ///< whether the HTML page holds its thumbnails itself
    bool force;  ///< paint even unchanged pages
    enum file_sync sync;
};

/** One thread's tools; made for each letter. */
struct proof_tools {
    const struct proof_plan *plan;
    struct arena *arena;
    struct flate *flate;
    struct hash *hash;
    struct buffer *file; ///< scratch
};

/** The page in previous proofs; NULL where it was in none. */
struct proof_page_history {
    const struct proof_record_page *held;  ///< that the proof is compared with
    const struct proof_record_page *there; ///< whose picture is in the folder
};

struct proof_page_result {
    size_t width; ///< pixels
    size_t height;
    char sha256[HASH_HEX_SIZE];         ///< as in struct proof_record_page
    char picture_sha256[HASH_HEX_SIZE]; ///< likewise
    enum baseline_change change;
    bool before;                       ///< the old page is in "before/"
    struct image_diff_regions regions; ///< where it changed
};

/**
 * Digests the marks of a page: its marks to a tenth of a point, with
 * their texts, fonts, colours, alternative texts, links and artwork. It depends
 * neither on the resolution nor on the other pages.
 */
void proof_page_digest(struct hash *hash, const struct page *page,
                       char sha256[static HASH_HEX_SIZE]);

/**
 * Paints a page, finds what has changed on it and saves its picture. An
 * existing whole picture of this very page is not painted again.
 *
 * @param tools  this thread's
 * @param page   the page
 * @param name   of its picture: "x-1.png", below "pages/" and "before/"
 * @param past   the page as it was
 * @param print  [out]; its regions are in the arena of @p tools
 */
enum status proof_page_make(struct proof_tools *tools, const struct page *page,
                            const char *name, struct proof_page_history past,
                            struct proof_page_result *print,
                            struct error *err) MUST_CHECK;

/**
 * Paints a page small, with few colours.
 *
 * @param tools  this thread's
 * @param page   the page
 * @param png    gets the file's bytes
 */
enum status proof_page_thumb(struct proof_tools *tools, const struct page *page,
                             struct buffer *png, struct error *err) MUST_CHECK;

#endif
