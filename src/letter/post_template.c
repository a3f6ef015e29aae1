#include "letter/post_template.h"

#include "base/utf8.h"
#include "data/postal_address.h"
#include "letter/compile_context.h"
#include "letter/evaluator_internal.h"
#include "letter/setting_lines.h"
#include "letter/setting_template.h"

struct post_template {
    const struct campaign *campaign;
    const struct inline_template *when; /* or NULL */
    const struct inline_template **address;
    struct evaluator_input evaluator_input;
};

/* Makes an optional placeholder of a column's name. */
static const struct inline_template *
compile_column(struct compile_context *context, struct value column)
{
    column.text = arena_printf(context->arena, "((%s?))", column.text);
    return setting_template_compile(context, context->settings, column);
}

const struct post_template *
post_template_compile(struct compile_context *context,
                      const struct campaign *campaign)
{
    const struct post_settings *post = &campaign->settings.post;
    struct post_template *made =
        ARENA_NEW(context->arena, struct post_template);
    struct compile_context unprinted = *context;

    made->campaign = campaign;
    made->evaluator_input = (struct evaluator_input){campaign, NULL};
    made->address = ARENA_ARRAY(context->arena, const struct inline_template *,
                                post->address_count);
    for (size_t i = 0; i < post->address_count; i++)
        made->address[i] = compile_column(context, post->address[i]);
    if (!post->when.text)
        return made;
    unprinted.glyph_coverage = NULL;
    unprinted.codepoint_set = NULL;
    unprinted.status = context->status;
    made->when =
        setting_template_compile(&unprinted, context->settings, post->when);
    context->status = unprinted.status;
    return made;
}

bool post_template_takes(const struct post_template *post_template,
                         const struct council *council, struct arena *arena)
{
    struct diagnostics *discarded;
    struct evaluator *evaluator;
    const char *words;

    if (!post_template || !post_template->when)
        return false;
    discarded = diagnostics_new();
    evaluator = evaluator_begin(&post_template->evaluator_input, council, NULL,
                                arena, discarded);
    words = evaluator_join(
        arena, evaluator_inline_text(evaluator, post_template->when), " ");
    (void)!evaluator_finish(evaluator);
    diagnostics_free(discarded);
    return symbols_is_true(utf8_trim(arena, words));
}

/* Collects the address to check, with the cell of each line. */
static struct postal_address
address_of(const struct post_template *post_template,
           const struct council *council, const struct letter *letter,
           struct setting_lines lines, struct arena *arena)
{
    const struct post_settings *post = &post_template->campaign->settings.post;
    struct postal_address address = {.code = council->code,
                                     .row = council->location,
                                     .above = letter->addressee_count,
                                     .addressee = letter->addressee_location};

    address.lines = ARENA_ARRAY(arena, struct postal_line, lines.count);
    for (size_t i = 0; i < lines.count; i++) {
        const char *text = utf8_trim(arena, lines.texts[i]);
        if (*text)
            address.lines[address.count++] = (struct postal_line){
                text, post->address[lines.sources[i]].text,
                text_origins_at(lines.origins[i], 0, council->location)};
    }
    return address;
}

static void set_address(const struct postal_address *address,
                        struct arena *arena, struct letter *letter)
{
    const char **texts = ARENA_ARRAY(arena, const char *, address->count);
    struct text_origins *origins =
        ARENA_ARRAY(arena, struct text_origins, address->count);

    for (size_t i = 0; i < address->count; i++) {
        struct text_origin *origin = ARENA_NEW(arena, struct text_origin);
        *origin = (struct text_origin){0, address->lines[i].location};
        texts[i] = address->lines[i].text;
        origins[i] = (struct text_origins){origin, 1};
    }
    letter->address = texts;
    letter->address_origins = origins;
    letter->address_count = address->count;
    letter->postcode = arena_strdup(arena, address->postcode);
}

void post_template_write(const struct post_template *post_template,
                         struct evaluator *evaluator,
                         const struct council *council, struct arena *arena,
                         struct letter *letter)
{
    const struct settings *settings = &post_template->campaign->settings;
    struct postal_address address =
        address_of(post_template, council, letter,
                   setting_lines_write(evaluator, post_template->address,
                                       settings->post.address_count, arena),
                   arena);

    letter->postcode = "";
    if (!address.count && !post_template_takes(post_template, council, arena)) {
        evaluator_refuse(evaluator, RULE_ADDRESS_MISSING, council->location,
                         NULL,
                         settings->mail.given
                             ? "no e-mail address, and no address to post to"
                             : "no address to post to");
        return;
    }
    if (postal_address_check(arena, &address, evaluator->diagnostics) !=
        STATUS_OK)
        evaluator->failed = true;
    set_address(&address, arena, letter);
}
