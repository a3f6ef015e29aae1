/* Paints every page of a campaign's letters by cairo: FOLDER/<file>-<page>.ppm.
 * usage: pictures CAMPAIGN FONTS FOLDER DPI */
#include <stdio.h>
#include <stdlib.h>

#include "canvas/cairo_painter.h"
#include "mail/email_channel.h"
#include "run/engine.h"
#include "run/worker.h"

static bool write_picture(const char *path, const struct pixmap *pixmap)
{
    FILE *file = fopen(path, "wb");
    const size_t size = pixmap->width * pixmap->height * 3;
    bool well;

    if (!file)
        return false;
    well = fprintf(file, "P6\n%zu %zu\n255\n", pixmap->width, pixmap->height) >
               0 &&
           fwrite(pixmap->pixels, 1, size, file) == size;
    return fclose(file) == 0 && well;
}

static bool paint_letter(struct worker *worker, size_t index,
                         const char *folder, double dpi,
                         struct diagnostics *diagnostics)
{
    struct council council;
    struct letter letter;
    struct document document;
    struct error err;

    arena_reset(worker->arena);
    if (worker_evaluate(worker, index, &council, &letter, diagnostics) !=
            STATUS_OK ||
        worker_lay_out(worker, &letter, &document, &err) != STATUS_OK)
        return false;
    for (size_t i = 0; i < document.page_count; i++) {
        struct pixmap pixmap;
        bool well;
        if (cairo_painter_pixmap(&document.pages[i], dpi, &pixmap, &err) !=
            STATUS_OK)
            return false;
        well = write_picture(arena_printf(worker->arena, "%s/%s-%zu.ppm",
                                          folder, letter.file, i + 1),
                             &pixmap);
        pixmap_free(&pixmap);
        if (!well)
            return false;
    }
    return true;
}

int main(int count, char **words)
{
    struct diagnostics *diagnostics = diagnostics_new();
    struct engine engine = {.arena = NULL};
    struct engine_paths paths = {.channel = &email_channel};
    bool well = count == 5;

    if (!well)
        return 2;
    paths.campaign = words[1];
    paths.fonts = words[2];
    well = engine_open(&engine, &paths, diagnostics) == STATUS_OK;
    if (well) {
        struct worker *worker = worker_new(&engine);
        for (size_t i = 0; i < roster_count(engine.campaign.roster) && well;
             i++)
            well = paint_letter(worker, i, words[3], strtod(words[4], NULL),
                                diagnostics);
        worker_free(worker);
    }
    diagnostics_print(diagnostics, DIAGNOSTICS_TEXT, stderr);
    engine_close(&engine);
    diagnostics_free(diagnostics);
    return well ? 0 : 1;
}
