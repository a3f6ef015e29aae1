#include <string.h>

#include "delivery/evidence_parts.h"

/* A signature stands in the value of a field; the field hangs on the form, or,
 * where a careless program left it out there, on a page alone. What a
 * certifying signature permits points at it too. */

static bool is_signature(struct dossier *dossier, struct dossier_item value)
{
    return dossier_count(dossier, dossier_entry(dossier, value, "/ByteRange")) >
           0;
}

static void look_at(struct dossier *dossier, struct dossier_item field,
                    struct evidence *evidence)
{
    const char *kind = dossier_name(
        dossier, dossier_inherited(dossier, field, "/Parent", "/FT"));

    if (is_signature(dossier, dossier_entry(dossier, field, "/V")))
        evidence->seal = EVIDENCE_SEALED;
    else if (strcmp(kind, "/Sig") == 0 && evidence->seal == EVIDENCE_UNSEALED)
        evidence->seal = EVIDENCE_BLANK;
}

void evidence_add_seal(struct dossier *dossier, struct evidence *evidence)
{
    const struct dossier_item catalog = dossier_catalog(dossier);
    const struct dossier_item form =
        dossier_entry(dossier, catalog, "/AcroForm");
    const struct dossier_item permissions =
        dossier_entry(dossier, catalog, "/Perms");
    struct dossier_walk *walk = dossier_walk_new(dossier);
    const struct dossier_item *pages;
    const size_t count = dossier_pages(dossier, &pages);
    struct dossier_item field;

    if (is_signature(dossier, dossier_entry(dossier, permissions, "/DocMDP")))
        evidence->seal = EVIDENCE_SEALED;
    dossier_walk_add_all(walk, dossier_entry(dossier, form, "/Fields"));
    for (size_t i = 0; i < count; i++)
        dossier_walk_add_all(walk, dossier_entry(dossier, pages[i], "/Annots"));
    while (dossier_walk_next(walk, &field)) {
        look_at(dossier, field, evidence);
        dossier_walk_add_all(walk, dossier_entry(dossier, field, "/Kids"));
    }
}
