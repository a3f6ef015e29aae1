#ifndef DATA_ORIGINAL_H
#define DATA_ORIGINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/diagnostics.h"
#include "data/encoding.h"

/**
 * The text of an input file, of which passages are wanted again and again.
 *
 * A small file's text is held. A large one's is not: the file stays open, and a
 * passage is read from it when somebody asks. Each has a label, taken when it
 * was read first. A passage that does not bear it any more was changed by
 * somebody while the run went on, and no letter may be made of two editions of
 * a table: the run says where and ends, with status 75, as it does when memory
 * is out. What is on disk is whole then, so a rerun is safe.
 */
struct original;

/** What is held, and how much is read at a time; tests have less of both. */
struct original_limits {
    size_t held;    ///< most bytes of a file that is held
    size_t stretch; ///< bytes, at least 1024: UTF-16 is told by them
};

static const struct original_limits original_usual = {4 * 1024 * 1024,
                                                      256 * 1024};

/** A part of the text: a row and its line end. */
struct passage {
    uint32_t offset; ///< in the file; of a held one in the text
    uint32_t size;   ///< there
    int line;
    uint32_t label;
};

/** What is to be opened. */
struct original_source {
    const char *path;
    const char *shown;      ///< its name in diagnostics
    enum encoding encoding; ///< what to expect, as encoding_read_file() has it
};

/**
 * Opens a file.
 *
 * @param arena     owns the original
 * @param source    the file; its shown name must outlive the original
 * @param limit     most bytes of it
 * @param limits    where it is held; must outlive the original
 * @param original  filled in on success; close it
 * @param report    gets what is wrong
 * @errors those of encoding_read_file()
 */
enum status original_open(struct arena *arena,
                          const struct original_source *source, size_t limit,
                          const struct original_limits *limits,
                          struct original **original,
                          struct report *report) MUST_CHECK;

/** Gives back what the arena does not own; NULL is allowed. */
void original_close(struct original *original);

/**
 * Reads a passage again. Any thread may call it.
 *
 * @param original  open
 * @param passage   of window_passage()
 * @param room      an empty buffer; has the text where the original has not
 * @param length    filled in
 * @return the text: UTF-8, NUL allowed
 */
const char *original_read(const struct original *original,
                          const struct passage *passage, struct buffer *room,
                          size_t *length);

/**
 * What can be seen of the text while it is read for the first time, from its
 * beginning to its end.
 */
struct window {
    const struct original *original;
    const char *bytes; ///< UTF-8, NUL allowed
    size_t length;
    bool last;          ///< nothing is behind them
    struct buffer text; ///< the bytes, where the original does not hold them
    size_t known;       ///< a place in the bytes,
    size_t offset;      ///< and in the file
    size_t next;        ///< in the file: what is not seen yet
    uint64_t label;     ///< of all that was seen
};

/** Looks at the beginning. @param window  filled in; close it */
void window_open(const struct original *original, struct window *window);

void window_close(struct window *window);

/**
 * Moves on: at least as much is seen from @p at on as was before, and as much
 * again, or all there is.
 *
 * @param window  not the last
 * @param at      in the bytes; what is before it, but for one byte, is not
 *                seen any longer; gets its new place
 */
void window_slide(struct window *window, size_t *at);

/** @return the passage from @p from to @p to, with the rest of a character or
 *  the LF that follows a CR there; it begins no earlier than those asked for
 *  before */
struct passage window_passage(struct window *window, size_t from, size_t to,
                              int line);

#endif
