#ifndef VERIFY_UPDATE_VIEW_H
#define VERIFY_UPDATE_VIEW_H

#include "verify/pdf_places.h"
#include "verify/pdf_update.h"

/**
 * A file and the update that follows it, seen as one. Each object of an update
 * has one reason to be there; the check that knows the reason claims it, and
 * unclaimed objects are changes.
 */
struct update_view {
    struct arena *arena;
    struct pdf_reader *old;          ///< the file before the update
    struct pdf_places places;        ///< in it
    const struct pdf_update *update; ///< its objects
    bool *claimed;                   ///< by their index
};

/** An item, and which of the two files it is in. */
struct view_item {
    struct pdf_reader *in;
    struct pdf_object item;
};

/** @return the entry; where the update has the object that it refers to, that
 *  */
struct view_item update_view_entry(const struct update_view *view,
                                   struct view_item dictionary,
                                   const char *key);

/** Like update_view_get(), for an index of an array. */
struct view_item update_view_at(const struct update_view *view,
                                struct view_item array, size_t index);

bool update_view_is_given(struct view_item item);
const char *update_view_name(struct view_item item);
size_t update_view_count(struct view_item array);
const char **update_view_keys(struct view_item dictionary, size_t *count);

/** @return the number of the object that an entry refers to; 0: none */
int update_view_number(struct view_item item);

/** @return true if two items are written alike, references as such */
bool update_view_is_same(struct view_item a, struct view_item b);

/** @return true if a dictionary, or a stream's, has no keys but these */
bool update_view_has_only(struct view_item dictionary, const char *const *keys,
                          size_t count);

/** @return true if the item is in the update */
bool update_view_is_new(const struct update_view *view, struct view_item item);

/** Claims an object of the update that replaces one. */
void update_view_claim(struct update_view *view, int number);

/**
 * Claims an object that is new.
 *
 * @return false: it is none of the update's, it was claimed before, or its
 *         number was another object's or one that the file refers to
 */
bool update_view_claim_new(struct update_view *view, int number);

/** @return how many objects of the update are claimed */
size_t update_view_claims(const struct update_view *view);

#endif
