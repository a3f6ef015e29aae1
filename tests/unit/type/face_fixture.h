#ifndef TESTS_UNIT_TYPE_FACE_FIXTURE_H
#define TESTS_UNIT_TYPE_FACE_FIXTURE_H

/* Faces for the tests of type/: the staged Liberation Sans, and cuts of it
 * that lack characters, for fallbacks. Included once by each test program. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <hb-subset.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "type/face.h"

static const char *const face_files[FACE_STYLES] = {
    "../fonts/LiberationSans-Regular.ttf",
    "../fonts/LiberationSans-Bold.ttf",
    "../fonts/LiberationSans-Italic.ttf",
    "../fonts/LiberationSans-BoldItalic.ttf",
};

static inline struct face *open_face(const char *path)
{
    struct error err = {0};
    struct face *face = NULL;

    if (face_open(path, &face, &err) != STATUS_OK)
        fail_msg("%s: %s (./dev stages the fonts, from Debian's "
                 "fonts-liberation2)",
                 path, err.message);
    return face;
}

/* Of the one family that is open. */
static struct face *family_faces[FACE_STYLES];

static inline void open_family(struct family *family)
{
    for (int i = 0; i < FACE_STYLES; i++)
        family->faces[i] = family_faces[i] = open_face(face_files[i]);
    family->fallback = NULL;
}

static inline void close_family(void)
{
    for (int i = 0; i < FACE_STYLES; i++)
        face_close(family_faces[i]);
}

/* Writes bytes to a temporary file; @p path gets its name. */
static inline void write_file(char path[64], const void *bytes, size_t size)
{
    int file;

    snprintf(path, 64, "%s/lettermill-face-XXXXXX", P_tmpdir);
    file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, bytes, size), (ssize_t)size);
    close(file);
}

/* A face of Liberation Sans Regular without the characters in @p without. */
static inline struct face *open_cut_face(const char *without)
{
    hb_blob_t *whole = hb_blob_create_from_file(face_files[FACE_REGULAR]);
    hb_face_t *tables = hb_face_create(whole, 0);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_set_t *codepoints = hb_subset_input_unicode_set(input);
    char path[64];
    struct face *face;
    hb_face_t *cut;
    hb_blob_t *blob;
    uint32_t codepoint;

    hb_face_collect_unicodes(tables, codepoints);
    while ((codepoint = utf8_next(&without)) != 0)
        hb_set_del(codepoints, codepoint);
    cut = hb_subset_or_fail(tables, input);
    blob = hb_face_reference_blob(cut);
    write_file(path, hb_blob_get_data(blob, NULL), hb_blob_get_length(blob));
    face = open_face(path);
    unlink(path);
    hb_blob_destroy(blob);
    hb_face_destroy(cut);
    hb_subset_input_destroy(input);
    hb_face_destroy(tables);
    hb_blob_destroy(whole);
    return face;
}

#endif
