#include "mail/letter_identity.h"

#include <string.h>

#include <poppler.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "verify/pdf_reader.h"
#include "verify/xmp.h"

static enum status damaged(struct error *err, const char *shown,
                           const char *why)
{
    return error_set(err, RULE_PDF_DAMAGED, (struct location){shown, 0, 0},
                     NULL, "%s", why);
}

/* --- XMP ----------------------------------------------------------------- */

static enum status take_properties(const char *shown, const struct xmp *xmp,
                                   struct letter_identity *letter_identity,
                                   struct error *err)
{
    const struct {
        const char *name;
        const char **value;
    } fields[] = {{"Code", &letter_identity->code},
                  {"Council", &letter_identity->council},
                  {"Campaign", &letter_identity->campaign}};

    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        *fields[i].value = xmp_value(xmp, XMP_LETTERMILL, fields[i].name);
        if (!*fields[i].value ||
            xmp_contradicts(xmp, XMP_LETTERMILL, fields[i].name))
            return damaged(err, shown,
                           "its XMP does not say whose letter it is");
    }
    return STATUS_OK;
}

static enum status read_xmp(struct arena *arena, const char *shown,
                            struct pdf_reader *pdf,
                            struct letter_identity *letter_identity,
                            struct error *err)
{
    const struct pdf_object stream =
        pdf_reader_entry(pdf, pdf_reader_catalog(pdf), "/Metadata");
    const void *bytes;
    size_t size;
    struct xmp xmp;

    if (!pdf_reader_stream(pdf, stream, XMP_LIMIT, &bytes, &size) ||
        size > XMP_LIMIT || xmp_read(arena, bytes, size, &xmp))
        return damaged(err, shown, "its XMP cannot be read");
    return take_properties(shown, &xmp, letter_identity, err);
}

/* --- words --------------------------------------------------------------- */

static const char *copy_words(struct arena *arena, PopplerDocument *document)
{
    PopplerPage *page = poppler_document_get_page(document, 0);
    char *words = page ? poppler_page_get_text(page) : NULL;
    const char *copy = words && utf8_check(words, strlen(words), NULL)
                           ? arena_strdup(arena, words)
                           : NULL;

    g_free(words);
    if (page)
        g_object_unref(page);
    return copy;
}

static enum status read_words(struct arena *arena, const char *shown,
                              const void *bytes, size_t size,
                              struct letter_identity *letter_identity,
                              struct error *err)
{
    GBytes *file = g_bytes_new_static(bytes, size);
    PopplerDocument *document =
        poppler_document_new_from_bytes(file, NULL, NULL);

    letter_identity->words = document ? copy_words(arena, document) : NULL;
    if (document)
        g_object_unref(document);
    g_bytes_unref(file);
    return letter_identity->words
               ? STATUS_OK
               : damaged(err, shown,
                         "the words of its first page cannot be "
                         "read");
}

enum status letter_identity_read(struct arena *arena, const char *shown,
                                 const void *bytes, size_t size,
                                 struct letter_identity *letter_identity,
                                 struct error *err)
{
    struct pdf_reader *pdf;
    enum status status = pdf_reader_open(arena, shown, bytes, size, &pdf, err);

    if (status != STATUS_OK)
        return status;
    status = read_xmp(arena, shown, pdf, letter_identity, err);
    pdf_reader_close(pdf);
    if (status == STATUS_OK)
        status = read_words(arena, shown, bytes, size, letter_identity, err);
    return status;
}

/* --- names --------------------------------------------------------------- */

/* Keeps letters and digits of any script. */
static const char *fold(struct arena *arena, const char *text)
{
    const char *slug = utf8_slug(arena, text, strlen(text) * 4 + 8);
    char *folded = arena_strdup(arena, slug);
    size_t length = 0;

    for (const char *at = slug; *at; at++)
        if (*at != '-')
            folded[length++] = *at;
    folded[length] = '\0';
    return folded;
}

/* Removes white space only: for names without ASCII letters. */
static const char *close_up(struct arena *arena, const char *text)
{
    struct buffer closed = buffer_new(strlen(text) + 1);
    const char *copy;

    for (const char *at = text; *at; at++)
        if (!strchr(" \t\r\n\f", *at))
            buffer_add_char(&closed, *at);
    copy = arena_strdup(arena, buffer_text(&closed));
    buffer_free(&closed);
    return copy;
}

bool letter_identity_names(struct arena *arena, const char *words,
                           const char *name)
{
    const char *folded = fold(arena, name);

    if (*folded)
        return strstr(fold(arena, words), folded) != NULL;
    return *name &&
           strstr(close_up(arena, words), close_up(arena, name)) != NULL;
}
