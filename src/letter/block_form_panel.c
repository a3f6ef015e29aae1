#include "base/number.h"
#include "base/plural.h"
#include "letter/block_form.h"
#include "letter/chart_kind.h"
#include "letter/evaluator_internal.h"

/* The basis may print a column with a total other than the rate's. */
static void check_totals(struct evaluator *evaluator,
                         const struct panel_template *form,
                         const struct figure *figure)
{
    for (size_t i = 0; i < form->total_count; i++) {
        const struct panel_total *total = &form->totals[i];
        int64_t count;
        if (number_parse_count(evaluator->council->values[total->column].text,
                               &count) &&
            count != figure->counted.total)
            diagnostics_add(
                evaluator->diagnostics, RULE_PANEL_BASIS, total->location,
                evaluator->council->code, figure->name,
                "the basis states %lld, but the total of %s is %lld, "
                "in the letter of %s",
                (long long)count, figure->name,
                (long long)figure->counted.total, evaluator->council->code);
    }
}

static struct inline_text
optional_words(struct evaluator *evaluator,
               const struct inline_template *inline_template)
{
    return inline_template ? evaluator_inline_text(evaluator, inline_template)
                           : (struct inline_text){.count = 0};
}

static void write_notes(struct evaluator *evaluator,
                        const struct panel_template *form, struct panel *panel)
{
    struct inline_text *notes =
        ARENA_ARRAY(evaluator->arena, struct inline_text, form->note_count);

    panel->notes = notes;
    for (size_t i = 0; i < form->note_count; i++) {
        notes[panel->note_count] =
            evaluator_inline_text(evaluator, form->notes[i]);
        panel->note_count += notes[panel->note_count].count > 0;
    }
}

/* The picture shows count, total and average, and so does its alternative
 * text. */
static void note_panel(struct evaluator *evaluator, const struct panel *panel)
{
    unsigned *printed =
        &evaluator->printed[panel->figure - evaluator->figures->items];
    const unsigned shown = chart_kind_parts(panel->charts, panel->chart_count);

    *printed |= shown & ~(unsigned)FIGURE_AVERAGE;
    if (panel->figure->withheld) {
        *printed &= ~(unsigned)FIGURE_PARTS;
        return;
    }
    *printed |= FIGURE_COUNT | FIGURE_TOTAL;
    if (!rate_exists(panel->figure->rate))
        return;
    *printed |= FIGURE_RATE;
    if (panel->figure->average.exists)
        *printed |= shown & FIGURE_AVERAGE;
}

/* @return the words instead of a rate */
static const struct inline_template *
instead_of_rate(struct evaluator *evaluator, const struct panel_template *form,
                const struct figure *figure)
{
    if (figure->withheld)
        return form->few;
    if (!form->none)
        evaluator_refuse_words(
            evaluator, RULE_PANEL_MISSING_KEY, form->location, figure->name,
            "the total is 0, and the panel has no none: to print");
    return form->none;
}

/* @return true if the headline is printed: also for an empty whole, unless the
 *         panel has words for that */
static bool has_words_of_figure(const struct panel_template *form,
                                const struct figure *figure)
{
    const bool is_whole =
        figure->format.form && !figure->format.form->numerator;

    return rate_exists(figure->rate) ||
           (is_whole && !figure->withheld &&
            (figure->counted.total || !form->none));
}

/* @return the plural form of the count in the letter's language, or NULL */
static const struct inline_template *
choose_caption(const struct evaluator *evaluator,
               const struct panel_template *form, const struct figure *figure)
{
    const struct campaign *campaign = evaluator->evaluator_input->campaign;

    return form->caption_count
               ? form->captions[plural_choose(campaign->settings.language.text,
                                              figure->rate.count,
                                              form->caption_count)]
               : NULL;
}

/* Writes what is printed only with a rate, or what replaces it. */
static void write_rate(struct evaluator *evaluator,
                       const struct panel_template *form, struct panel *panel)
{
    const struct figure *figure = panel->figure;
    const bool exists = has_words_of_figure(form, figure);
    const unsigned shown = chart_kind_parts(panel->charts, panel->chart_count);

    if (shown & FIGURE_PEERS)
        evaluator_need_part(evaluator, figure, FIGURE_PEERS);
    if (exists) {
        /* charts show it even without words */
        if (shown & FIGURE_AVERAGE)
            evaluator_need_part(evaluator, figure, FIGURE_AVERAGE);
        panel->headline = evaluator_inline_text(evaluator, form->headline);
        if (figure->average.exists)
            panel->comparison = optional_words(evaluator, form->comparison);
        panel->caption =
            optional_words(evaluator, choose_caption(evaluator, form, figure));
        return;
    }
    panel->none =
        optional_words(evaluator, instead_of_rate(evaluator, form, figure));
}

static const struct panel *write_panel(struct evaluator *evaluator,
                                       const struct panel_template *form)
{
    struct panel *panel = ARENA_NEW(evaluator->arena, struct panel);

    panel->charts = form->charts;
    panel->chart_count = form->chart_count;
    panel->figure = &evaluator->figures->items[form->statistic];
    panel->title = evaluator_inline_text(evaluator, form->title);
    write_rate(evaluator, form, panel);
    note_panel(evaluator, panel);
    panel->basis = optional_words(evaluator, form->basis);
    write_notes(evaluator, form, panel);
    check_totals(evaluator, form, panel->figure);
    return panel;
}
static void write_panel_block(struct evaluator *evaluator,
                              const struct block_node *node)
{
    struct block *block = evaluator_new_block(evaluator, node);

    block->panel = write_panel(evaluator, node->panel);
    evaluator_push(evaluator, block, 0);
}

const struct block_form block_form_panel = {true, write_panel_block};
