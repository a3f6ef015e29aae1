/* Runs a fuzz target over files, as an ordinary test. usage: replay FILE... */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/diagnostics.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int main(int count, char **words)
{
    for (int i = 1; i < count; i++) {
        struct buffer file = buffer_new(64 * 1024 * 1024);
        struct error err;
        if (buffer_read_file(&file, words[i], words[i], &err) != STATUS_OK) {
            diagnostics_show_error(&err, DIAGNOSTICS_TEXT,
                                   (struct diagnostics_style){.columns = 0},
                                   stderr);
            return 1;
        }
        LLVMFuzzerTestOneInput((const uint8_t *)buffer_text(&file),
                               file.length);
        buffer_free(&file);
    }
    printf("%d inputs\n", count - 1);
    return count < 2;
}
