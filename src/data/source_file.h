#ifndef DATA_SOURCE_FILE_H
#define DATA_SOURCE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/diagnostics.h"
#include "data/encoding.h"

/**
 * The text of an input file, of which ranges are wanted again and again.
 *
 * A small file's text is held. A large one's is not: the file stays open, and a
 * range is read from it when somebody asks. Each has a checksum, taken when it
 * was read first. A range that does not bear it any more was changed by
 * somebody while the run went on, and no letter may be made of two editions of
 * a table: the run says where and ends, with status 75, as it does when memory
 * is out. What is on disk is whole then, so a rerun is safe.
 */
struct source_file;

/** What is held, and how much is read at a time; tests have less of both. */
struct source_file_limits {
    size_t held;    ///< most bytes of a file that is held
    size_t stretch; ///< bytes, at least 1024: UTF-16 is told by them
};

static const struct source_file_limits source_file_default_limits = {
    4 * 1024 * 1024, 256 * 1024};

/** A part of the text: a row and its line end. */
struct file_range {
    uint32_t offset; ///< in the file; of a held one in the text
    uint32_t size;   ///< there
    int line;
    uint32_t checksum;
};

/** What is to be opened. */
struct source_file_input {
    const char *path;
    const char *shown;      ///< its name in diagnostics
    enum encoding encoding; ///< what to expect, as encoding_read_file() has it
};

/**
 * Opens a file.
 *
 * @param arena        owns the source file
 * @param source       the file; its shown name must outlive the source file
 * @param limit        most bytes of it
 * @param limits       where it is held; must outlive the source file
 * @param source_file  filled in on success; close it
 * @param diagnostics  gets what is wrong
 * @errors those of encoding_read_file()
 */
enum status source_file_open(struct arena *arena,
                             const struct source_file_input *source,
                             size_t limit,
                             const struct source_file_limits *limits,
                             struct source_file **source_file,
                             struct diagnostics *diagnostics) MUST_CHECK;

/** Gives back what the arena does not own; NULL is allowed. */
void source_file_close(struct source_file *source_file);

/**
 * Reads a range again. Any thread may call it.
 *
 * @param source_file  open
 * @param range        of source_file_window_range()
 * @param storage      an empty buffer; has the text where the file is not held
 * @param length       filled in
 * @return the text: UTF-8, NUL allowed
 */
const char *source_file_read(const struct source_file *source_file,
                             const struct file_range *range,
                             struct buffer *storage, size_t *length);

/**
 * What can be seen of the text while it is read for the first time, from its
 * beginning to its end.
 */
struct file_window {
    const struct source_file *source_file;
    const char *bytes; ///< UTF-8, NUL allowed
    size_t length;
    bool last;          ///< nothing comes after them
    struct buffer text; ///< the bytes, where the file is not held
    size_t known;       ///< an offset in the bytes,
    size_t offset;      ///< and in the file
    size_t next;        ///< in the file: what is not seen yet
    uint64_t checksum;  ///< of all that was seen
};

/** Checks the beginning. @param window  filled in; close it */
void source_file_window_open(const struct source_file *source_file,
                             struct file_window *window);

void source_file_window_close(struct file_window *window);

/**
 * Moves on: at least as much is seen from @p at on as was before, and as much
 * again, or all there is.
 *
 * @param window  not the last
 * @param at      in the bytes; what is before it, but for one byte, is not
 *                seen any longer; gets its new offset
 */
void source_file_window_slide(struct file_window *window, size_t *at);

/** @return the range from @p from to @p to, with the rest of a character or
 *  the LF that follows a CR there; it begins no earlier than those asked for
 *  before */
struct file_range source_file_window_range(struct file_window *window,
                                           size_t from, size_t to, int line);

#endif
