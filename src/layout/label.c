#include "layout/label.h"

const char *label_bullet(void)
{
    return "\u2022";
}

enum status label_set(const struct composer *composer, const char *text,
                      struct place place, const struct ink *ink,
                      struct label *label, struct error *err)
{
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
