#include <string.h>

#include "verify/pdf_report_internal.h"

/* The file specifications of the name tree, of the document and of pages. */
static void find_specifications(struct dossier *dossier,
                                struct dossier_walk *found)
{
    const struct dossier_item catalog = dossier_catalog(dossier);
    struct dossier_walk *walk = dossier_walk_new(dossier);
    const struct dossier_item *pages;
    const size_t count = dossier_pages(dossier, &pages);
    struct dossier_item node;

    for (size_t i = 0; i < count; i++)
        dossier_walk_add_all(walk, dossier_entry(dossier, pages[i], "/Annots"));
    while (dossier_walk_next(walk, &node))
        dossier_walk_add(found, dossier_entry(dossier, node, "/FS"));
    dossier_walk_add_all(found, dossier_entry(dossier, catalog, "/AF"));
    dossier_walk_add(
        walk, dossier_entry(dossier, dossier_entry(dossier, catalog, "/Names"),
                            "/EmbeddedFiles"));
    while (dossier_walk_next(walk, &node)) {
        const struct dossier_item names =
            dossier_entry(dossier, node, "/Names");
        size_t at = dossier_count(dossier, names) / 2;
        while (at-- > 0)
            dossier_walk_add(found, dossier_at(dossier, names, at * 2 + 1));
        dossier_walk_add_all(walk, dossier_entry(dossier, node, "/Kids"));
    }
}

static bool is_associated(struct dossier *dossier,
                          struct dossier_item specification)
{
    const struct dossier_item files =
        dossier_entry(dossier, dossier_catalog(dossier), "/AF");
    const int number = dossier_number(dossier, specification);

    for (size_t i = 0; i < dossier_count(dossier, files); i++)
        if (number &&
            dossier_number(dossier, dossier_at(dossier, files, i)) == number)
            return true;
    return false;
}

/* A name without its slash. */
static const char *bare_name(struct dossier *dossier, struct dossier_item item)
{
    const char *name = dossier_name(dossier, item);

    return *name ? name + 1 : name;
}

static struct evidence_attachment
read_attachment(struct dossier *dossier, struct dossier_item specification)
{
    const struct dossier_item stream = dossier_entry(
        dossier, dossier_entry(dossier, specification, "/EF"), "/F");
    const struct dossier_item facts = dossier_entry(dossier, stream, "/Params");
    const char *name =
        dossier_text(dossier, dossier_entry(dossier, specification, "/UF"));
    const char *plain =
        dossier_text(dossier, dossier_entry(dossier, specification, "/F"));
    struct evidence_attachment found = {
        .name = name    ? name
                : plain ? plain
                        : "without a name",
        .relationship = bare_name(
            dossier, dossier_entry(dossier, specification, "/AFRelationship")),
        .mime = bare_name(dossier, dossier_entry(dossier, stream, "/Subtype")),
        .named = name && plain,
        .associated = is_associated(dossier, specification),
        .stated = dossier_integer(dossier,
                                  dossier_entry(dossier, facts, "/Size"), -1),
    };

    found.readable = dossier_stream(dossier, stream, EVIDENCE_KEPT,
                                    &found.bytes, &found.size);
    return found;
}

void evidence_add_attachments(struct arena *arena, struct dossier *dossier,
                              struct evidence *evidence)
{
    struct dossier_walk *found = dossier_walk_new(dossier);
    struct evidence_attachment *attachments = NULL;
    struct dossier_item specification;
    size_t room = 0;

    find_specifications(dossier, found);
    while (evidence->attachment_count < EVIDENCE_ATTACHMENTS &&
           dossier_walk_next(found, &specification)) {
        if (!dossier_is_dictionary(dossier, specification))
            continue;
        if (evidence->attachment_count == room) {
            struct evidence_attachment *more =
                ARENA_ARRAY(arena, struct evidence_attachment, room * 2 + 2);
            if (room)
                memcpy(more, attachments, room * sizeof *more);
            attachments = more;
            room = room * 2 + 2;
        }
        attachments[evidence->attachment_count++] =
            read_attachment(dossier, specification);
    }
    evidence->attachments = attachments;
}
