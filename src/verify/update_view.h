#ifndef VERIFY_UPDATE_VIEW_H
#define VERIFY_UPDATE_VIEW_H

#include "verify/pdf_places.h"
#include "verify/pdf_update.h"

/**
 * A file as it was and the update that follows, seen as one. Each object of an
 * update is there for one reason; whoever knows the reason claims it, and what
 * nobody claims was not to be in it.
 */
struct update_view {
    struct arena *arena;
    struct pdf_reader *old;          ///< the file before the update
    struct pdf_places places;        ///< in it
    const struct pdf_update *update; ///< its objects
    bool *claimed;                   ///< by their index
};

/** An item, and in which of the two it stands. */
struct view_item {
    struct pdf_reader *in;
    struct pdf_object item;
};

/** @return the entry; where the update has the object that it refers to, that */
struct view_item update_view_entry(const struct update_view *view,
                                   struct view_item dictionary,
                                   const char *key);

/** The same for a place of an array. */
struct view_item update_view_at(const struct update_view *view,
                                struct view_item array, size_t index);

bool update_view_is_given(struct view_item item);
const char *update_view_name(struct view_item item);
size_t update_view_count(struct view_item array);
const char **update_view_keys(struct view_item dictionary, size_t *count);

/** @return the number of the object that an entry refers to; 0: none */
int update_view_number(struct view_item item);

/** @return whether two items are written alike, references as such */
bool update_view_is_same(struct view_item a, struct view_item b);

/** @return whether a dictionary, or a stream's, has no keys but these */
bool update_view_has_only(struct view_item dictionary, const char *const *keys,
                          size_t count);

/** @return whether the item stands in the update */
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
