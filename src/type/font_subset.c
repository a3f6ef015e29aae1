#include "type/font_subset.h"

#include <hb-subset.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "type/face_internal.h"

/* The tables with which a PDF reader draws glyphs by number. */
static const hb_tag_t needed_tables[] = {
    HB_TAG('g', 'l', 'y', 'f'), HB_TAG('h', 'e', 'a', 'd'),
    HB_TAG('h', 'h', 'e', 'a'), HB_TAG('h', 'm', 't', 'x'),
    HB_TAG('l', 'o', 'c', 'a'), HB_TAG('m', 'a', 'x', 'p'),
};

static bool is_needed(hb_tag_t tag)
{
    for (size_t i = 0; i < sizeof needed_tables / sizeof *needed_tables; i++)
        if (needed_tables[i] == tag)
            return true;
    return false;
}

/* Without GSUB, substitutes of glyphs are not added. */
static void drop_tables(hb_subset_input_t *input, hb_face_t *tables)
{
    hb_set_t *drop = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    hb_tag_t tags[32];
    unsigned start = 0;
    unsigned count;

    do {
        count = sizeof tags / sizeof *tags;
        hb_face_get_table_tags(tables, start, &count, tags);
        for (unsigned i = 0; i < count; i++)
            if (!is_needed(tags[i]))
                hb_set_add(drop, tags[i]);
        start += count;
    } while (count);
}

static hb_subset_plan_t *new_plan(const struct face *face,
                                  const uint32_t *glyphs, size_t count)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_subset_plan_t *plan;

    if (!input)
        return NULL;
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING |
                                         HB_SUBSET_FLAGS_NOTDEF_OUTLINE);
    drop_tables(input, face->tables);
    hb_set_add_sorted_array(hb_subset_input_glyph_set(input), glyphs,
                            (unsigned)count);
    plan = hb_subset_plan_create_or_fail(face->tables, input);
    hb_subset_input_destroy(input);
    return plan;
}

static void copy_bytes(struct font_subset *subset, hb_face_t *cut)
{
    hb_blob_t *blob = hb_face_reference_blob(cut);
    unsigned size;
    const char *bytes = hb_blob_get_data(blob, &size);

    subset->bytes = memory_alloc(size);
    memcpy(subset->bytes, bytes, size);
    subset->size = size;
    hb_blob_destroy(blob);
}

static void copy_numbers(struct font_subset *subset, hb_subset_plan_t *plan)
{
    const hb_map_t *map = hb_subset_plan_new_to_old_glyph_mapping(plan);
    const unsigned count = hb_map_get_population(map);
    uint32_t *old = memory_alloc(count * sizeof *old);

    for (unsigned i = 0; i < count; i++)
        old[i] = hb_map_get(map, i);
    subset->old_glyphs = old;
    subset->glyph_count = count;
}

enum status font_subset_make(const struct face *face, const uint32_t *glyphs,
                             size_t count, struct font_subset *subset,
                             struct error *err)
{
    hb_subset_plan_t *plan = new_plan(face, glyphs, count);
    hb_face_t *cut = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;

    if (cut) {
        copy_bytes(subset, cut);
        copy_numbers(subset, plan);
    }
    hb_face_destroy(cut);
    hb_subset_plan_destroy(plan);
    return cut ? STATUS_OK
               : error_set(err, RULE_FONT_UNREADABLE, NO_LOCATION, NULL,
                           "%s cannot be subset: its outlines are damaged",
                           face->name);
}

void font_subset_free(struct font_subset *subset)
{
    free(subset->bytes);
    free(subset->old_glyphs);
    *subset = (struct font_subset){NULL, 0, 0, NULL};
}
