#include <assert.h>

#include "data/settings.h"
#include "folder.h"

/*
 * Any bytes as campaign.yaml. A status that is not STATUS_OK comes with a
 * diagnostic, and the other way round; what is required is there if all is
 * well.
 */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diagnostics *diagnostics = diagnostics_new();
    struct settings settings;
    enum status status;

    fuzz_write("campaign.yaml", bytes, size);
    status = settings_read(arena, fuzz_folder, 0, &settings, diagnostics);
    assert((status == STATUS_OK) ==
           (diagnostics_error_count(diagnostics) == 0));
    if (status == STATUS_OK) {
        assert(settings.title.text && settings.letter.text);
        assert(settings.data.count && date_is_given(settings.letter_date));
        for (size_t i = 0; i < settings.statistic_count; i++)
            assert(settings.statistics[i].count.text &&
                   settings.statistics[i].total.location.line);
    }
    diagnostics_free(diagnostics);
    arena_free(arena);
    return 0;
}
