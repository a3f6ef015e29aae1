#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "canvas/cairo_painter.h"
#include "sample_document.h"

/* Writes the specimen letter:
 *
 *     sample FONTS OUT.pdf [COUNCIL [TIMES [PICTURES]]]
 *
 * With a number of times it paints as often and says what a letter took. With
 * a name for pictures it writes what cairo makes of the pages: PICTURES-1.png
 * and so on, at 50 dots an inch. */

static void stop(const char *what)
{
    fprintf(stderr, "sample: %s\n", what);
    exit(2);
}

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void write_file(const char *path, const struct buffer *bytes)
{
    FILE *file = fopen(path, "wb");

    if (!file || fwrite(bytes->bytes, 1, bytes->length, file) != bytes->length)
        stop("cannot write the file");
    if (fclose(file))
        stop("cannot write the file");
}

static void paint(struct painter painter, const struct document *document,
                  struct buffer *bytes)
{
    struct error err = {.code = ""};

    if (painter_paint(painter, document, bytes, &err) != STATUS_OK)
        stop(err.message);
}

static void write_pictures(const struct document *document, const char *name)
{
    enum { DPI = 50, PATH_SIZE = 4096 };
    struct buffer png = buffer_new((size_t)64 * 1024 * 1024);
    struct cairo_page cairo_page = {.dpi = DPI};
    char path[PATH_SIZE];

    for (size_t i = 0; i < document->page_count; i++) {
        snprintf(path, sizeof path, "%s-%zu.png", name, i + 1);
        buffer_clear(&png);
        cairo_page.page = i;
        paint(cairo_painter(&cairo_page), document, &png);
        write_file(path, &png);
    }
    buffer_free(&png);
}

int main(int count, char **words)
{
    const char *name = count > 3 ? words[3] : "Llanfair Borough Council";
    const long times = count > 4 ? strtol(words[4], NULL, 10) : 0;
    struct sample_document sample_document;
    struct shared_resources *shared;
    struct pdf_painter *painter;
    struct document document;
    struct pdf_metadata metadata;
    struct buffer bytes = buffer_new((size_t)64 * 1024 * 1024);
    struct error err = {.code = ""};
    double start;

    if (count < 3)
        stop("usage: sample FONTS OUT.pdf [COUNCIL [TIMES [PICTURES]]]");
    sample_document_open(&sample_document, words[1]);
    if (shared_resources_open(&sample_document.family,
                              sample_document_characters, &shared,
                              &err) != STATUS_OK)
        stop(err.message);
    painter = pdf_painter_new(shared);
    document = sample_document_letter(&sample_document, name);
    metadata = sample_document_facts(&sample_document, name);
    paint(pdf_painter_face(painter, &metadata), &document, &bytes);
    write_file(words[2], &bytes);
    start = now();
    for (long i = 0; i < times; i++)
        paint(pdf_painter_face(painter, &metadata), &document, &bytes);
    if (times > 0)
        printf("%.1f microseconds a letter, %zu bytes\n",
               (now() - start) / (double)times * 1e6, bytes.length);
    if (count > 5)
        write_pictures(&document, words[5]);
    buffer_free(&bytes);
    pdf_painter_free(painter);
    shared_resources_close(shared);
    sample_document_close(&sample_document);
    return 0;
}
