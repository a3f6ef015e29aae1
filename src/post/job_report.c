#include "post/job_report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/plural.h"
#include "data/postcode.h"

static void add_cell(struct buffer *csv, const char *text, char end)
{
    buffer_add_csv(csv, text);
    buffer_add_char(csv, end);
}

void job_report_list(const struct print_job *job, struct buffer *csv)
{
    buffer_add_text(csv, BUFFER_BYTE_ORDER_MARK
                    "piece,code,name,first_page,pages,sheets,address,postcode,"
                    "sha256\n");
    for (size_t i = 0; i < job->count; i++) {
        const struct mailpiece *piece = &job->pieces[i];
        buffer_printf(csv, "%" PRId64 ",", piece->number);
        add_cell(csv, piece->code, ',');
        add_cell(csv, piece->name, ',');
        buffer_printf(csv, "%zu,%zu,%zu,", piece->first_page, piece->pages,
                      piece->sheets);
        add_cell(csv, piece->address, ',');
        add_cell(csv, piece->postcode, ',');
        add_cell(csv, piece->sha256, '\n');
    }
}

/** Letters to one postcode area. */
struct area {
    char name[POSTCODE_SIZE];
    size_t letters;
    size_t sheets;
};

static void name_area(const char *postcode, char name[static POSTCODE_SIZE])
{
    const int size = *postcode ? postcode_area_size(postcode) : 0;

    memcpy(name, postcode, (size_t)size);
    name[size] = '\0';
    if (!size)
        memcpy(name, "none", sizeof "none");
}

static int by_name(const void *left, const void *right)
{
    const struct area *a = left;
    const struct area *b = right;

    return strcmp(a->name, b->name);
}

static void add_areas(const struct print_job *job, struct buffer *text)
{
    struct area *areas = memory_resize(NULL, job->count + 1, sizeof *areas);
    size_t count = 0;

    for (size_t i = 0; i < job->count; i++) {
        struct area *area = areas;
        char name[POSTCODE_SIZE];
        name_area(job->pieces[i].postcode, name);
        while (area < areas + count && strcmp(area->name, name) != 0)
            area++;
        if (area == areas + count) {
            *area = (struct area){.letters = 0};
            memcpy(area->name, name, sizeof name);
            count++;
        }
        area->letters++;
        area->sheets += job->pieces[i].sheets;
    }
    qsort(areas, count, sizeof *areas, by_name);
    buffer_add_text(text, "\npostcode area  letters  sheets\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(text, "%-13s  %7zu  %6zu\n", areas[i].name,
                      areas[i].letters, areas[i].sheets);
    free(areas);
}

static size_t count_over(const struct print_job *job, int max_sheets)
{
    size_t count = 0;

    for (size_t i = 0; i < job->count; i++)
        count += job->pieces[i].sheets > (size_t)max_sheets;
    return count;
}

/* Lists the pieces that need another envelope. */
static void add_thick(const struct print_job *job, int max_sheets,
                      struct buffer *text)
{
    buffer_printf(text, "over %d sheets       %zu\n", max_sheets,
                  count_over(job, max_sheets));
    for (size_t i = 0; i < job->count; i++)
        if (job->pieces[i].sheets > (size_t)max_sheets)
            buffer_printf(text, "  piece %" PRId64 ", %s: %zu sheet%s\n",
                          job->pieces[i].number, job->pieces[i].code,
                          job->pieces[i].sheets,
                          plural_s(job->pieces[i].sheets));
}

void job_report_totals(const struct print_job *job,
                       const struct post_settings *post, struct buffer *text)
{
    static const char *const marks[] = {"text", "none", "Data Matrix"};

    buffer_printf(text, "job                 %s%s\n", job->name,
                  job->is_specimen ? " (SPECIMEN: not to be posted)" : "");
    buffer_printf(text, "file                %s.pdf\n", job->name);
    buffer_printf(text, "SHA-256             %s\n", job->pdf_sha256);
    buffer_printf(text, "sides               %s\n",
                  post->simplex ? "simplex" : "duplex, long edge");
    buffer_printf(text, "sheet marks         %s\n", marks[post->mark]);
    buffer_printf(text, "records read        %zu\n", job->records);
    buffer_printf(text, "letters             %zu\n", job->count);
    if (job->count)
        buffer_printf(text, "pieces              %" PRId64 " to %" PRId64 "\n",
                      job->pieces[0].number,
                      job->pieces[job->count - 1].number);
    buffer_printf(text, "pages               %zu\n", job->pages);
    buffer_printf(text, "blank pages         %zu of these\n", job->blanks);
    buffer_printf(text, "sheets              %zu\n", job->sheets);
    add_thick(job, post->max_sheets, text);
    add_areas(job, text);
}
