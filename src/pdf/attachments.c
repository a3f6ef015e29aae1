#include "pdf/attachments.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "pdf/pdf_syntax.h"

struct enclosure {
    const struct attachment *attachment;
    uint32_t number; ///< of the file specification
};

/** More travels badly by e-mail. */
static const size_t enclosure_limit = (size_t)32 * 1024 * 1024;

static void attach_deflated(struct arena *arena,
                            const struct attachment *attachment,
                            struct haru *haru, uint32_t number,
                            struct deflater *deflater)
{
    struct buffer deflated = buffer_new(enclosure_limit);

    deflater_add(deflater, attachment->bytes, attachment->size, &deflated);
    haru_attach(haru, number,
                arena_copy(arena, deflated.bytes, deflated.length),
                deflated.length);
    buffer_free(&deflated);
}

/** Less is not worth the time: a deflater begins by wiping 128 kB. */
enum { DEFLATED_MIN = 1024 };

static uint32_t write_bytes(struct arena *arena, const struct pdf_facts *facts,
                            const struct attachment *attachment,
                            struct haru *haru, struct deflater *deflater)
{
    const bool deflated = attachment->size >= DEFLATED_MIN;
    const uint32_t number = haru_add(haru);
    struct buffer *body = haru_begin(haru, number);

    buffer_add_text(body, "/Type/EmbeddedFile/Subtype");
    syntax_add_name(body, attachment->mime);
    if (deflated)
        buffer_add_text(body, "/Filter/FlateDecode");
    buffer_add_text(body, "/Params<</Size ");
    buffer_add_integer(body, (long long)attachment->size);
    if (date_is_given(facts->date)) {
        buffer_add_text(body, "/ModDate");
        syntax_add_date(body, facts->date);
    }
    buffer_add_text(body, ">>");
    haru_end(haru);
    if (deflated)
        attach_deflated(arena, attachment, haru, number, deflater);
    else
        haru_attach(haru, number, attachment->bytes, attachment->size);
    return number;
}

static uint32_t write_specification(const struct attachment *attachment,
                                    struct haru *haru, uint32_t bytes)
{
    const uint32_t number = haru_add(haru);
    struct buffer *body = haru_begin(haru, number);

    buffer_add_text(body, "/Type/Filespec/AFRelationship/Data/F");
    syntax_add_string(body, attachment->name);
    buffer_add_text(body, "/UF");
    syntax_add_text(body, attachment->name);
    buffer_add_text(body, "/Desc");
    syntax_add_text(body, attachment->description);
    buffer_add_text(body, "/EF<</F");
    syntax_add_reference(body, bytes);
    buffer_add_text(body, "/UF");
    syntax_add_reference(body, bytes);
    buffer_add_text(body, ">>");
    haru_end(haru);
    return number;
}

static int compare_names(const void *left, const void *right)
{
    const struct enclosure *a = left;
    const struct enclosure *b = right;

    return strcmp(a->attachment->name, b->attachment->name);
}

static void add_entries(struct buffer *catalog,
                        const struct enclosure *enclosures, size_t count)
{
    buffer_add_text(catalog, "/AF[");
    for (size_t i = 0; i < count; i++)
        syntax_add_reference(catalog, enclosures[i].number);
    buffer_add_text(catalog, "]/Names<</EmbeddedFiles<</Names[");
    for (size_t i = 0; i < count; i++) {
        syntax_add_string(catalog, enclosures[i].attachment->name);
        syntax_add_reference(catalog, enclosures[i].number);
    }
    buffer_add_text(catalog, "]>>>>");
}

void enclosures_write(struct arena *arena, const struct pdf_facts *facts,
                      struct haru *haru, struct deflater *deflater,
                      struct buffer *catalog)
{
    const size_t count = facts->attachment_count;
    struct enclosure *enclosures = ARENA_ARRAY(arena, struct enclosure, count);

    if (!count)
        return;
    for (size_t i = 0; i < count; i++)
        enclosures[i].attachment = &facts->attachments[i];
    qsort(enclosures, count, sizeof *enclosures, compare_names);
    for (size_t i = 0; i < count; i++)
        enclosures[i].number = write_specification(
            enclosures[i].attachment, haru,
            write_bytes(arena, facts, enclosures[i].attachment, haru,
                        deflater));
    add_entries(catalog, enclosures, count);
}
