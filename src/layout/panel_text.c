#include "layout/panel_text.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

/** Points at 12 point text. */
static const double number_gap = 8;
static const double note_indent = 11;
static const double number_share = 0.4; ///< of the column, at most
static const double digit_width = 0.56; ///< ems, of a bold figure

/** The words while they are being set. */
struct setting {
    const struct composer *composer;
    const struct panel *panel;
    struct place place;
    struct panel_words *words;
    double width; ///< of the column
};

static struct ink text_ink(const struct composer *composer, double size)
{
    return (struct ink){.size = size,
                        .leading = composer->scale.leading,
                        .colour = composer->kit->theme.text};
}

static struct ink passage_ink(const struct composer *composer,
                              enum passage_kind kind)
{
    const struct scale *scale = &composer->scale;
    struct ink ink = text_ink(composer, scale->text);

    switch (kind) {
    case PASSAGE_NUMBER:
        ink.size = scale->number;
        ink.style = STYLE_BOLD;
        ink.colour = composer->kit->theme.heading;
        break;
    case PASSAGE_BASIS:
    case PASSAGE_NOTE:
        ink.size = scale->small;
        ink.colour = composer->kit->theme.quiet;
        break;
    case PASSAGE_TEXT:
    case PASSAGE_CAPTION:
        break;
    }
    return ink;
}

/** Sets a text beside the picture; no words make no passage. */
static enum status add_passage(const struct setting *setting, struct words text,
                               enum passage_kind kind, struct ink ink,
                               double indent, struct error *err)
{
    struct panel_words *words = setting->words;
    struct passage *passage = &words->passages[words->count];
    enum status status =
        prose_set(setting->composer, text, &ink, setting->width - indent,
                  &passage->prose, err);

    passage->kind = kind;
    passage->at.x = indent;
    if (status == STATUS_OK && prose_lines(&passage->prose) > 0)
        words->count++;
    return status;
}

static enum status add_usual(const struct setting *setting, struct words text,
                             enum passage_kind kind, struct error *err)
{
    return add_passage(setting, text, kind,
                       passage_ink(setting->composer, kind), 0, err);
}

/** Sets a note both ways: in the column and over the whole width. */
static enum status add_note(const struct setting *setting, struct words text,
                            struct error *err)
{
    const struct composer *composer = setting->composer;
    struct panel_words *words = setting->words;
    struct passage *passage = &words->passages[words->count];
    const struct ink ink = passage_ink(composer, PASSAGE_NOTE);
    double indent = note_indent * composer->scale.factor;
    size_t before = words->count;
    enum status status =
        add_passage(setting, text, PASSAGE_NOTE, ink, indent, err);

    words->note_count += words->count - before;
    if (status == STATUS_OK) {
        passage->label = ARENA_NEW(composer->arena, struct label);
        status = label_set_bullet(composer, setting->place, &ink,
                                  passage->label, err);
    }
    if (status != STATUS_OK || words->aside <= 0)
        return status;
    return prose_set(composer, text, &ink, composer->scale.frame.width - indent,
                     &passage->wide, err);
}

/** The large number's ink: most of the column is the caption's. */
static struct ink number_ink(const struct setting *setting, const char *count)
{
    struct ink ink = passage_ink(setting->composer, PASSAGE_NUMBER);
    double digits = digit_width * (double)strlen(count);

    ink.size = fmin(ink.size, number_share * setting->width / digits);
    return ink;
}

/** Sets the large number and its caption. */
static enum status add_number(const struct setting *setting, struct error *err)
{
    const struct composer *composer = setting->composer;
    const struct panel_words *words = setting->words;
    const struct passage *number = &words->passages[words->count];
    struct run *run = ARENA_NEW(composer->arena, struct run);
    double beside = number_gap * composer->scale.factor;
    char count[NUMBER_COUNT_SIZE];
    enum status status;

    number_print_count(count, setting->panel->figure->rate.count);
    *run = (struct run){.text = ARENA_JOIN(composer->arena, count, " "),
                        .place = setting->place};
    status = add_passage(setting, (struct words){.runs = run, .count = 1},
                         PASSAGE_NUMBER, number_ink(setting, count), 0, err);
    if (status != STATUS_OK)
        return status;
    beside += prose_width(&number->prose);
    return add_passage(setting, setting->panel->caption, PASSAGE_CAPTION,
                       passage_ink(composer, PASSAGE_CAPTION), beside, err);
}

static enum status add_headline(const struct setting *setting,
                                struct words text, struct error *err)
{
    const struct composer *composer = setting->composer;

    return add_passage(setting, text, PASSAGE_TEXT,
                       text_ink(composer, composer->scale.headline), 0, err);
}

/** Sets what stands between the title and the basis. */
static enum status add_statement(const struct setting *setting,
                                 struct error *err)
{
    const struct panel *panel = setting->panel;
    enum status status;

    if (!rate_exists(panel->figure->rate))
        return add_headline(setting, panel->none, err);
    status = add_headline(setting, panel->headline, err);
    if (status == STATUS_OK)
        status = add_usual(setting, panel->comparison, PASSAGE_TEXT, err);
    if (status == STATUS_OK && panel->caption.count > 0)
        status = add_number(setting, err);
    return status;
}

enum status panel_words_set(const struct composer *composer,
                            const struct panel *panel, struct place place,
                            double aside, struct panel_words *words,
                            struct error *err)
{
    const struct setting setting = {composer, panel, place, words,
                                    composer->scale.frame.width - aside};
    enum status status;

    *words = (struct panel_words){.aside = aside};
    words->passages =
        ARENA_ARRAY(composer->arena, struct passage, 6 + panel->note_count);
    status = add_statement(&setting, err);
    if (status == STATUS_OK)
        status = add_usual(&setting, panel->basis, PASSAGE_BASIS, err);
    for (size_t i = 0; status == STATUS_OK && i < panel->note_count; i++)
        status = add_note(&setting, panel->notes[i], err);
    return status;
}

/** Places a passage below @p y. Returns its foot. */
static double place_passage(const struct composer *composer,
                            struct passage *passage,
                            const struct panel_spacing *spacing, double y)
{
    double descent = composer->scale.leading / 4;
    struct ink *ink = &passage->prose.ink;

    switch (passage->kind) {
    case PASSAGE_NUMBER:
        passage->at.y = y + spacing->number - descent;
        return y + spacing->number;
    case PASSAGE_CAPTION: /* on the number's line, which is there already */
        passage->at.y = y - descent;
        return y + prose_height(&passage->prose) - ink->leading;
    case PASSAGE_BASIS:
        ink->leading = spacing->small_leading;
        break;
    case PASSAGE_TEXT:
    case PASSAGE_NOTE:
        break;
    }
    passage->at.y = y + 0.75 * ink->leading;
    return y + prose_height(&passage->prose);
}

/** Places the passages but for the notes. Returns their foot. */
static double place_column(const struct composer *composer,
                           struct panel_words *words,
                           const struct panel_spacing *spacing, double y)
{
    for (size_t i = 0; i < words->count - words->note_count; i++) {
        struct passage *passage = &words->passages[i];

        if (i > 0 && passage->kind != PASSAGE_CAPTION)
            y += spacing->passage;
        y = place_passage(composer, passage, spacing, y);
    }
    return y;
}

static struct prose *note_prose(struct passage *note, bool below)
{
    return below ? &note->wide : &note->prose;
}

/** The height of the notes with the gaps above them. */
static double notes_height(const struct panel_words *words,
                           const struct panel_spacing *spacing, bool below)
{
    double height = below ? spacing->passage / 2 : 0;

    if (words->note_count == 0)
        return 0;
    for (size_t i = words->count - words->note_count; i < words->count; i++) {
        const struct prose *prose = note_prose(&words->passages[i], below);

        height += spacing->passage +
                  (double)prose_lines(prose) * spacing->small_leading;
    }
    return height;
}

static void place_notes(const struct composer *composer,
                        struct panel_words *words,
                        const struct panel_spacing *spacing, double y)
{
    y += words->below ? spacing->passage / 2 : 0;
    for (size_t i = words->count - words->note_count; i < words->count; i++) {
        struct passage *note = &words->passages[i];
        struct prose *prose = note_prose(note, words->below);

        y += spacing->passage;
        prose->ink.leading = spacing->small_leading;
        note->at = (struct point){note_indent * composer->scale.factor,
                                  y + 0.75 * spacing->small_leading};
        y += prose_height(prose);
    }
}

double panel_words_place(const struct composer *composer,
                         struct panel_words *words,
                         const struct panel_spacing *spacing, double y,
                         double figure)
{
    double column = place_column(composer, words, spacing, y);
    double body = fmax(column, figure);
    double beside = column + notes_height(words, spacing, false);
    double tail = notes_height(words, spacing, true);

    words->below =
        words->aside > 0 && body + tail < fmax(beside, figure) - 0.01;
    words->tail = words->below ? tail : 0;
    place_notes(composer, words, spacing, words->below ? body : column);
    return words->below ? body + tail : fmax(beside, figure);
}

/** Elements of the structure that several passages share. */
struct word_tags {
    struct tag *sect;
    struct tag *number; ///< P of the large number and its caption
    struct tag *list;   ///< L of the notes
};

static struct tag *passage_tag(const struct composer *composer,
                               enum passage_kind kind, struct word_tags *tags)
{
    struct easel *easel = composer->easel;

    switch (kind) {
    case PASSAGE_NUMBER:
        tags->number = easel_tag(easel, TAG_P, tags->sect);
        return tags->number;
    case PASSAGE_CAPTION:
        return tags->number;
    case PASSAGE_NOTE:
        if (tags->list == NULL)
            tags->list = easel_tag(easel, TAG_L, tags->sect);
        return easel_tag(easel, TAG_LI, tags->list);
    case PASSAGE_TEXT:
    case PASSAGE_BASIS:
        break;
    }
    return easel_tag(easel, TAG_P, tags->sect);
}

static void draw_note(const struct composer *composer, struct passage *note,
                      bool below, struct point at, struct tag *item)
{
    const struct point edge = {at.x - note_indent * composer->scale.factor,
                               at.y};

    note->label->item = item;
    label_draw(composer, note->label, edge);
    prose_draw(composer, note_prose(note, below), at,
               easel_tag(composer->easel, TAG_LBODY, item), ARTIFACT_NONE);
}

static void draw_passage(const struct composer *composer,
                         const struct panel_words *words,
                         struct passage *passage, struct point corner,
                         struct word_tags *tags)
{
    struct point at = {corner.x + passage->at.x, corner.y + passage->at.y};
    struct tag *tag = passage_tag(composer, passage->kind, tags);

    if (passage->kind == PASSAGE_NOTE)
        draw_note(composer, passage, words->below, at, tag);
    else
        prose_draw(composer, &passage->prose, at, tag, ARTIFACT_NONE);
}

void panel_words_draw(const struct composer *composer,
                      struct panel_words *words, struct point corner,
                      double stretch, struct tag *sect)
{
    struct word_tags tags = {.sect = sect};

    for (size_t i = 0; i < words->count; i++) {
        struct passage *passage = &words->passages[i];
        struct point moved = corner;

        if (passage->kind == PASSAGE_NOTE && words->below)
            moved.y += stretch;
        draw_passage(composer, words, passage, moved, &tags);
    }
}
