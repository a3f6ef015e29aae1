#ifndef LETTER_PEN_H
#define LETTER_PEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "letter/letter.h"

/**
 * Writes runs: joins neighbours that look the same, keeps one space where
 * values that print nothing leave two, and none at the ends of lines.
 */

/** The looks of what is written, and where it comes from. */
struct ink {
    unsigned style;
    const char *link;     ///< compared as a pointer
    const char *language; ///< likewise
    struct place place;
};

struct pen {
    struct arena *arena; ///< owns what is written
    struct run *runs;
    size_t count;
    size_t room;
    struct buffer text; ///< of the run in hand
    const char *whole;  ///< the run in hand is this text; NULL: it is `text`
    struct ink ink;     ///< of the run in hand
    bool open;          ///< there is a run in hand
    bool of_value;      ///< the run's place is a value's
    bool spaced;        ///< white space would be one too many
    bool vanished;      ///< something printed nothing on this line
};

/** @return a pen; give its memory back with pen_free() */
struct pen pen_new(struct arena *arena);

void pen_free(struct pen *pen);

/** Writes text that outlives the runs, has no line ends and at most one white
 *  space in a row. */
void pen_text(struct pen *pen, const char *text, struct ink ink);

/** Writes a value as it is: line ends become hard line breaks. */
void pen_value(struct pen *pen, const char *value, struct ink ink);

/** Writes a hard line break, unless all of the line before it vanished. */
void pen_break(struct pen *pen, struct ink ink);

/** Notes that something printed nothing. */
void pen_vanish(struct pen *pen);

/** @return what was written since the last call, in the pen's arena */
struct words pen_finish(struct pen *pen);

#endif
