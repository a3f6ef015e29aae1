#include "verify/update_view.h"

#include <string.h>

static struct view_item resolve(const struct update_view *view,
                                struct pdf_reader *in, struct pdf_object item)
{
    struct pdf_reader *part = view->update->pdf;
    const int number = pdf_reader_number(in, item);

    if (number && pdf_update_has(view->update, number))
        return (struct view_item){part, pdf_reader_object(part, number)};
    if (number && in == part)
        return (struct view_item){view->old,
                                  pdf_reader_object(view->old, number)};
    return (struct view_item){in, item};
}

struct view_item update_view_entry(const struct update_view *view,
                                   struct view_item dictionary, const char *key)
{
    return resolve(view, dictionary.in,
                   pdf_reader_entry(dictionary.in, dictionary.item, key));
}

struct view_item update_view_at(const struct update_view *view,
                                struct view_item array, size_t index)
{
    return resolve(view, array.in, pdf_reader_at(array.in, array.item, index));
}

bool update_view_is_given(struct view_item item)
{
    return item.in && pdf_reader_is_given(item.in, item.item);
}

const char *update_view_name(struct view_item item)
{
    return pdf_reader_name(item.in, item.item);
}

size_t update_view_count(struct view_item array)
{
    return array.in ? pdf_reader_count(array.in, array.item) : 0;
}

const char **update_view_keys(struct view_item dictionary, size_t *count)
{
    *count = 0;
    return dictionary.in
               ? pdf_reader_keys(dictionary.in, dictionary.item, count)
               : NULL;
}

int update_view_number(struct view_item item)
{
    return item.in ? pdf_reader_number(item.in, item.item) : 0;
}

bool update_view_is_same(struct view_item a, struct view_item b)
{
    return strcmp(pdf_reader_unparse(a.in, a.item),
                  pdf_reader_unparse(b.in, b.item)) == 0;
}

bool update_view_has_only(struct view_item dictionary, const char *const *keys,
                          size_t count)
{
    return pdf_reader_has_only(dictionary.in, dictionary.item, keys, count);
}

bool update_view_is_new(const struct update_view *view, struct view_item item)
{
    return item.in == view->update->pdf;
}

static bool *claim_of(struct update_view *view, int number)
{
    for (size_t i = 0; number && i < view->update->count; i++)
        if (view->update->objects[i].number == number)
            return &view->claimed[i];
    return NULL;
}

void update_view_claim(struct update_view *view, int number)
{
    bool *claim = claim_of(view, number);

    if (claim)
        *claim = true;
}

bool update_view_claim_new(struct update_view *view, int number)
{
    bool *claim = claim_of(view, number);

    if (!claim || *claim || pdf_places_of(&view->places, number) ||
        pdf_reader_is_given(view->old, pdf_reader_object(view->old, number)))
        return false;
    *claim = true;
    return true;
}

size_t update_view_claims(const struct update_view *view)
{
    size_t count = 0;

    for (size_t i = 0; i < view->update->count; i++)
        count += view->claimed[i];
    return count;
}
