#include "type/line_builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "type/codepoint.h"
#include "type/face_internal.h"
#include "type/smart_punctuation.h"

/* What a byte can mean to a search for the end of a word. */
enum byte_kind {
    BYTE_WORD,
    BYTE_SPACE,
    BYTE_LEAD, /* the first of two or three: white space or soft, perhaps */
};

static const unsigned char byte_kinds[256] = {
    ['\t'] = BYTE_SPACE, ['\n'] = BYTE_SPACE, ['\v'] = BYTE_SPACE,
    ['\f'] = BYTE_SPACE, ['\r'] = BYTE_SPACE, [' '] = BYTE_SPACE,
    [0xC2] = BYTE_LEAD, /* U+0085, U+00AD */
    [0xE1] = BYTE_LEAD, /* U+1680 */
    [0xE2] = BYTE_LEAD, /* U+2000 to U+200B, U+2028, U+2029, U+205F */
    [0xE3] = BYTE_LEAD, /* U+3000 */
};

struct galley *galley_new(void)
{
    struct galley *galley = memory_alloc(sizeof *galley);

    *galley = (struct galley){
        .lexicon = lexicon_new(),
        .scratch = arena_new(),
    };
    return galley;
}

void galley_free(struct galley *galley)
{
    if (!galley)
        return;
    lexicon_free(galley->lexicon);
    arena_free(galley->scratch);
    free(galley->spans);
    free(galley->dressed);
    free(galley->atoms);
    free(galley);
}

/* Grows an array to @p count elements and as many again. */
static void *make_room(void *array, size_t *room, size_t count, size_t size)
{
    if (count <= *room && array)
        return array;
    *room = count * 2 + 16;
    return memory_resize(array, *room, size);
}

static void load_span(struct galley *galley, const struct family *family,
                      const struct span *span, char *text)
{
    const struct face *face = family_face(family, span->style);
    struct galley_span *loaded = &galley->spans[galley->span_count++];

    *loaded = (struct galley_span){
        .span = span,
        .start = (uint32_t)galley->length,
        .typeface = lexicon_typeface(galley->lexicon, family, span->style),
        .face = face,
        .space = face->space_advance * span->size / face->metrics.units_per_em,
    };
    if (span->length)
        memcpy(text + galley->length, span->text, span->length);
    galley->length += span->length;
}

static void join_spans(struct galley *galley, const struct family *family,
                       const struct span *spans, size_t count, size_t length)
{
    char *text = arena_alloc(galley->scratch, length + 1);

    for (size_t i = 0; i < count; i++)
        load_span(galley, family, &spans[i], text);
    dress_text(text, length, galley->dressed);
    galley->text = text;
}

void galley_load(struct galley *galley, const struct family *family,
                 const struct span *spans, size_t count)
{
    size_t length = 0;

    for (size_t i = 0; i < count; i++)
        length += spans[i].length;
    lexicon_trim(galley->lexicon);
    arena_reset(galley->scratch);
    galley->spans = make_room(galley->spans, &galley->span_room, count,
                              sizeof *galley->spans);
    galley->dressed = make_room(galley->dressed, &galley->text_room,
                                length + 1 + LEXICON_PAD, 1);
    galley->length = galley->span_count = galley->span_at = 0;
    galley->atom_count = galley->glyph_bound = galley->piece_bound = 0;
    galley->missing = 0;
    join_spans(galley, family, spans, count, length);
}

size_t galley_word_end(const struct galley *galley, size_t at, bool *soft)
{
    const char *text = galley->dressed;

    *soft = false;
    while (at < galley->length) {
        const char *next = text + at;
        uint32_t letter;
        switch ((enum byte_kind)byte_kinds[(unsigned char)text[at]]) {
        case BYTE_WORD:
            at++;
            continue;
        case BYTE_SPACE:
            return at;
        case BYTE_LEAD:
            break;
        }
        letter = text_next(&next);
        if (letter_is_space(letter))
            return at;
        *soft = *soft || letter == 0xAD || letter == 0x200B;
        at = (size_t)(next - text);
    }
    return at;
}

size_t galley_space_end(const struct galley *galley, size_t at)
{
    const char *text = galley->dressed;

    while (at < galley->length && text[at] != '\n') {
        const char *next = text + at;
        if (text[at] != ' ' && !letter_is_space(text_next(&next)))
            break;
        at = text[at] == ' ' ? at + 1 : (size_t)(next - text);
    }
    return at;
}

/* The span that byte @p at lies in; texts are cut first to last. */
static const struct galley_span *find_span(struct galley *galley, size_t at)
{
    size_t i = galley->span_at;

    while (i + 1 < galley->span_count && galley->spans[i + 1].start <= at)
        i++;
    galley->span_at = i;
    return &galley->spans[i];
}

static size_t span_end(const struct galley_span *span)
{
    return span->start + span->span->length;
}

static struct atom *add_atom(struct galley *galley,
                             const struct galley_span *span,
                             struct stretch stretch)
{
    const uint32_t number = (uint32_t)(span - galley->spans);
    struct atom *atom;

    galley->atoms = make_room(galley->atoms, &galley->atom_room,
                              galley->atom_count + 1, sizeof *galley->atoms);
    atom = &galley->atoms[galley->atom_count];
    *atom = (struct atom){
        .start = (uint32_t)stretch.start,
        .length = (uint32_t)(stretch.end - stretch.start),
        .span = number,
    };
    if (!galley->atom_count++ || atom[-1].span != number)
        galley->piece_bound++;
    return atom;
}

/* Counts what a word may need, and notes what it lacks. */
static void reckon(struct galley *galley, const struct galley_span *span,
                   const struct word *word)
{
    for (uint32_t i = 0; i < word->run_count; i++)
        galley->glyph_bound += word->runs[i].count;
    if (word->run_count > 1 || word->runs[0].face != span->face)
        galley->piece_bound += 1 + word->run_count;
    if (word->missing && !galley->missing) {
        galley->missing = word->missing;
        galley->missing_span = (uint32_t)(span - galley->spans);
    }
}

static const struct word *find_word(struct galley *galley,
                                    const struct galley_span *span,
                                    const char *dressed, size_t length)
{
    const struct word *word =
        lexicon_find(galley->lexicon, span->typeface, dressed, length);

    reckon(galley, span, word);
    return word;
}

double galley_cut_word(struct galley *galley, struct stretch stretch)
{
    double width = 0;

    while (stretch.start < stretch.end) {
        const struct galley_span *span = find_span(galley, stretch.start);
        const size_t border = span_end(span);
        const size_t end = border < stretch.end ? border : stretch.end;
        const struct word *word = find_word(
            galley, span, galley->dressed + stretch.start, end - stretch.start);
        add_atom(galley, span, (struct stretch){stretch.start, end})->word =
            word;
        width += word->ems * span->span->size;
        stretch.start = end;
    }
    return width;
}

double galley_cut_hyphen(struct galley *galley, struct stretch stretch,
                         double *width)
{
    const struct galley_span *span;
    struct atom *atom;
    char *shown;

    *width = galley_cut_word(galley, stretch);
    atom = &galley->atoms[galley->atom_count - 1];
    span = &galley->spans[atom->span];
    shown = arena_alloc(galley->scratch, atom->length + LEXICON_PAD);
    memcpy(shown, galley->dressed + atom->start, atom->length);
    dress_soft_hyphen(shown + atom->length - 2);
    atom->broken = find_word(galley, span, shown, atom->length);
    return (atom->broken->ems - atom->word->ems) * span->span->size;
}

void galley_uncut(struct galley *galley, size_t count)
{
    if (count < galley->atom_count)
        galley->span_at = galley->atoms[count].span;
    galley->atom_count = count;
}

static bool are_plain_spaces(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n')
            return false;
    return true;
}

/* White space of one span. */
static double cut_space(struct galley *galley, const struct galley_span *span,
                        struct stretch stretch)
{
    const char *text = galley->dressed + stretch.start;
    const size_t length = stretch.end - stretch.start;
    struct atom *atom = add_atom(galley, span, stretch);

    atom->space = true;
    if (are_plain_spaces(text, length)) {
        galley->glyph_bound += length;
        return (double)length * span->space;
    }
    atom->word = find_word(galley, span, text, length);
    return atom->word->ems * span->span->size;
}

double galley_cut_space(struct galley *galley, struct stretch stretch,
                        bool hidden)
{
    double width = 0;

    while (stretch.start < stretch.end) {
        const struct galley_span *span = find_span(galley, stretch.start);
        const size_t border = span_end(span);
        const size_t end = border < stretch.end ? border : stretch.end;
        const struct stretch part = {stretch.start, end};
        if (hidden)
            add_atom(galley, span, part)->hidden = true;
        else
            width += cut_space(galley, span, part);
        stretch.start = end;
    }
    return width;
}

void galley_begin(struct galley *galley, struct arena *arena, size_t lines)
{
    galley->glyphs = ARENA_ARRAY(arena, struct glyph, galley->glyph_bound);
    galley->pieces =
        ARENA_ARRAY(arena, struct piece, galley->piece_bound + lines);
}

/* A line in the making: pieces that grow to the right. */
struct setting {
    struct galley *galley;
    struct line line;
    struct piece *piece; ///< the last one, or NULL
    int64_t advance;     ///< of its glyphs, font units
    double end;          ///< where it ends
};

static void start_piece(struct setting *setting, const struct atom *atom,
                        const struct face *face, uint32_t offset)
{
    const struct galley_span *span = &setting->galley->spans[atom->span];
    struct piece *piece = setting->galley->pieces++;

    *piece = (struct piece){
        .run = {.face = face,
                .size = span->span->size,
                .glyphs = setting->galley->glyphs,
                .text =
                    span->span->text + (atom->start - span->start) + offset},
        .span = atom->span,
        .x = setting->end,
    };
    setting->piece = piece;
    setting->advance = 0;
    setting->line.count++;
}

/* The piece that @p length more bytes of an atom go to; in @p face, or in any
 * where it is NULL. */
static struct piece *continue_piece(struct setting *setting,
                                    const struct atom *atom,
                                    const struct face *face, uint32_t offset,
                                    uint32_t length)
{
    const struct galley_span *span = &setting->galley->spans[atom->span];
    const struct piece *piece = setting->piece;

    if (!piece || piece->span != atom->span ||
        (face && piece->run.face != face))
        start_piece(setting, atom, face ? face : span->face, offset);
    setting->piece->run.text_length += length;
    return setting->piece;
}

static void add_advance(struct setting *setting, int64_t advance)
{
    struct piece *piece = setting->piece;

    setting->advance += advance;
    piece->run.width = (double)setting->advance * piece->run.size /
                       piece->run.face->metrics.units_per_em;
    setting->end = piece->x + piece->run.width;
}

static void set_run(struct setting *setting, const struct atom *atom,
                    const struct word_run *run)
{
    struct piece *piece =
        continue_piece(setting, atom, run->face, run->start, run->length);
    const uint32_t offset = (uint32_t)piece->run.text_length - run->length;
    struct glyph *glyphs = setting->galley->glyphs;

    for (uint32_t i = 0; i < run->count; i++) {
        glyphs[i] = run->glyphs[i];
        glyphs[i].text_start += offset;
    }
    setting->galley->glyphs += run->count;
    piece->run.count += run->count;
    add_advance(setting, run->advance);
}

static void set_spaces(struct setting *setting, const struct atom *atom)
{
    const struct face *face = setting->galley->spans[atom->span].face;
    struct piece *piece = continue_piece(setting, atom, face, 0, atom->length);
    const uint32_t offset = (uint32_t)piece->run.text_length - atom->length;

    for (uint32_t i = 0; i < atom->length; i++)
        *setting->galley->glyphs++ = (struct glyph){
            .id = face->space,
            .advance = face->space_advance,
            .text_start = offset + i,
            .text_length = 1,
        };
    piece->run.count += atom->length;
    add_advance(setting, (int64_t)atom->length * face->space_advance);
}

static void set_atom(struct setting *setting, const struct atom *atom,
                     bool last)
{
    const struct word *word = last && atom->broken ? atom->broken : atom->word;

    if (atom->hidden) {
        continue_piece(setting, atom, NULL, 0, atom->length);
        return;
    }
    if (!word) {
        set_spaces(setting, atom);
        return;
    }
    for (uint32_t i = 0; i < word->run_count; i++)
        set_run(setting, atom, &word->runs[i]);
    if (!atom->space)
        setting->line.width = setting->end;
}

struct line galley_set(struct galley *galley, size_t from, size_t to,
                       double indent)
{
    struct setting setting = {.galley = galley, .end = indent};

    setting.line.pieces = galley->pieces;
    setting.line.width = indent;
    for (size_t i = from; i < to; i++)
        set_atom(&setting, &galley->atoms[i], i + 1 == to);
    return setting.line;
}

enum status galley_check(const struct galley *galley, struct error *err)
{
    struct place place;
    char letter[5] = "";

    if (!galley->missing)
        return STATUS_OK;
    place = galley->spans[galley->missing_span].span->place;
    letter[text_encode(galley->missing, letter)] = '\0';
    if (text_is_leftward(galley->missing))
        return error_set(err, RULE_TEXT_DIRECTION, place, NULL,
                         "\"%s\" (U+%04X) is written from right to left, which "
                         "no letter can be",
                         letter, (unsigned)galley->missing);
    return error_set(err, RULE_GLYPH_MISSING, place, NULL,
                     "the font has no glyph for \"%s\" (U+%04X)", letter,
                     (unsigned)galley->missing);
}
