#include "layout/list_label.h"

enum status list_label_set_bullet(const struct layout_context *context,
                                  struct location location,
                                  const struct text_style *text_style,
                                  struct list_label *label, struct error *err)
{
    static const char bullet[] = "\u2022";

    *label = (struct list_label){.x = 0};
    return text_block_set_constant(context, bullet, location, text_style,
                                   context->scale.frame.width,
                                   &label->text_block, err);
}

enum status list_label_set_number(const struct layout_context *context,
                                  int number, struct location location,
                                  const struct text_style *text_style,
                                  struct list_label *label, struct error *err)
{
    const char *text = arena_printf(context->arena, "%d.", number);

    *label = (struct list_label){.x = 0};
    return text_block_set_text(context, text, location, text_style,
                               context->scale.frame.width, &label->text_block,
                               err);
}

void list_label_draw(const struct layout_context *context,
                     struct list_label *label, struct point at)
{
    struct tag *tag =
        display_list_add_tag(context->display_list, TAG_LBL, label->item);

    text_block_draw(context, &label->text_block,
                    (struct point){at.x + label->x, at.y}, tag, ARTIFACT_NONE);
}
