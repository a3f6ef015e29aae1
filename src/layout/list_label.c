#include "layout/list_label.h"

enum status label_set_bullet(const struct composer *composer,
                             struct place place, const struct ink *ink,
                             struct label *label, struct error *err)
{
    static const char bullet[] = "\u2022";

    *label = (struct label){.x = 0};
    return prose_set_constant(composer, bullet, place, ink,
                              composer->scale.frame.width, &label->prose, err);
}

enum status label_set_number(const struct composer *composer, int number,
                             struct place place, const struct ink *ink,
                             struct label *label, struct error *err)
{
    const char *text = arena_printf(composer->arena, "%d.", number);

    *label = (struct label){.x = 0};
    return prose_set_text(composer, text, place, ink,
                          composer->scale.frame.width, &label->prose, err);
}

void label_draw(const struct composer *composer, struct label *label,
                struct point at)
{
    struct tag *tag = easel_tag(composer->easel, TAG_LBL, label->item);

    prose_draw(composer, &label->prose, (struct point){at.x + label->x, at.y},
               tag, ARTIFACT_NONE);
}
