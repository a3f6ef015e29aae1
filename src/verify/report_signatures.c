#include <string.h>

#include "verify/incremental_update.h"
#include "verify/pdf_report_internal.h"

/* A signature stands in the value of a field; the field hangs on the form, or,
 * where a careless program left it out there, on a page alone. What a
 * certifying signature permits points at it too.
 *
 * It is made over the file but for a hole, in which it stands itself:
 *
 *     %PDF-1.7 ... /Contents <3082...0000> ... %%EOF
 *     0                      ^hole       ^after    ^end
 */

/** What the walk needs. */
struct search {
    struct arena *arena;
    struct dossier *dossier;
    const unsigned char *bytes; ///< the whole file
    size_t size;
    struct evidence *evidence;
    struct evidence_seal *seals;
    int numbers[EVIDENCE_SEALS]; ///< of their objects; 0: direct
};

/* --- the range ----------------------------------------------------------- */

/* @return the value of a digit, or -1 */
static int hex_digit(unsigned char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'a' && digit <= 'f')
        return digit - 'a' + 10;
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Decodes what stands in the hole: digits and nothing else. */
static const char *read_hole(const struct search *search,
                             struct evidence_seal *seal)
{
    const unsigned char *digits = search->bytes + seal->hole + 1;
    const size_t count = seal->after - seal->hole - 2;
    unsigned char *contents;

    if (search->bytes[seal->hole] != '<' ||
        search->bytes[seal->after - 1] != '>' || count % 2 != 0)
        return "its ByteRange leaves out something else than its Contents";
    contents = arena_alloc(search->arena, count / 2 + 1);
    for (size_t i = 0; i < count / 2; i++) {
        const int high = hex_digit(digits[i * 2]);
        const int low = hex_digit(digits[i * 2 + 1]);
        if (high < 0 || low < 0)
            return "its Contents are not hexadecimal digits alone";
        contents[i] = (unsigned char)(high * 16 + low);
    }
    seal->contents = contents;
    seal->contents_size = count / 2;
    return NULL;
}

static const char *read_range(const struct search *search,
                              struct dossier_item range,
                              struct evidence_seal *seal)
{
    const size_t size = search->size;
    long long parts[4];

    if (dossier_count(search->dossier, range) != 4)
        return "its ByteRange is not four numbers";
    for (size_t i = 0; i < 4; i++) {
        parts[i] = dossier_integer(search->dossier,
                                   dossier_at(search->dossier, range, i), -1);
        if (parts[i] < 0)
            return "its ByteRange is not four numbers";
        if ((unsigned long long)parts[i] > size)
            return "its ByteRange reaches beyond the file";
    }
    if (parts[0] != 0)
        return "its ByteRange does not begin with the file";
    seal->hole = (size_t)parts[1];
    seal->after = (size_t)parts[2];
    seal->end = (size_t)parts[2] + (size_t)parts[3];
    if (seal->end > size)
        return "its ByteRange reaches beyond the file";
    if (seal->after < seal->hole + 2)
        return "its ByteRange leaves no room for its Contents";
    return read_hole(search, seal);
}

/* --- the dictionary ------------------------------------------------------ */

static const char *bare_name(struct dossier *dossier, struct dossier_item item)
{
    const char *name = dossier_name(dossier, item);

    return *name ? name + 1 : name;
}

/* The level at which it certifies. */
static long long read_permission(struct dossier *dossier,
                                 struct dossier_item value)
{
    const struct dossier_item references =
        dossier_entry(dossier, value, "/Reference");

    for (size_t i = 0; i < dossier_count(dossier, references); i++) {
        const struct dossier_item reference =
            dossier_at(dossier, references, i);
        const struct dossier_item terms =
            dossier_entry(dossier, reference, "/TransformParams");
        if (strcmp(dossier_name(dossier, dossier_entry(dossier, reference,
                                                       "/TransformMethod")),
                   "/DocMDP") == 0)
            return dossier_integer(dossier, dossier_entry(dossier, terms, "/P"),
                                   2);
    }
    return 0;
}

/* What the file has for Contents has to be what stands in the hole. */
static const char *check_contents(const struct search *search,
                                  struct dossier_item value,
                                  const struct evidence_seal *seal)
{
    size_t size;
    const unsigned char *contents = dossier_bytes(
        search->dossier, dossier_entry(search->dossier, value, "/Contents"),
        &size);

    if (!contents || size != seal->contents_size ||
        memcmp(contents, seal->contents, size) != 0)
        return "its ByteRange leaves out something else than its Contents";
    return NULL;
}

static struct evidence_seal read_seal(const struct search *search,
                                      struct dossier_item field,
                                      struct dossier_item value)
{
    struct dossier *dossier = search->dossier;
    const char *name = dossier_text(
        dossier, dossier_inherited(dossier, field, "/Parent", "/T"));
    struct evidence_seal seal = {
        .field = name ? name : "",
        .form = bare_name(dossier, dossier_entry(dossier, value, "/SubFilter")),
        .name = dossier_text(dossier, dossier_entry(dossier, value, "/Name")),
        .reason =
            dossier_text(dossier, dossier_entry(dossier, value, "/Reason")),
        .location =
            dossier_text(dossier, dossier_entry(dossier, value, "/Location")),
        .date = dossier_text(dossier, dossier_entry(dossier, value, "/M")),
        .certifies = read_permission(dossier, value),
    };

    seal.fault =
        read_range(search, dossier_entry(dossier, value, "/ByteRange"), &seal);
    if (!seal.fault)
        seal.fault = check_contents(search, value, &seal);
    return seal;
}

/* --- the walk ------------------------------------------------------------ */

static bool is_signature(struct dossier *dossier, struct dossier_item value)
{
    return dossier_is_dictionary(dossier, value) &&
           (dossier_is_given(dossier,
                             dossier_entry(dossier, value, "/ByteRange")) ||
            dossier_is_given(dossier,
                             dossier_entry(dossier, value, "/Contents")));
}

/* Fields and permissions may point at the same one. */
static bool is_known(const struct search *search, int number)
{
    for (size_t i = 0; number && i < search->evidence->seal_count; i++)
        if (search->numbers[i] == number)
            return true;
    return false;
}

static void add_seal(struct search *search, struct dossier_item field,
                     struct dossier_item value)
{
    struct evidence *evidence = search->evidence;
    const int number = dossier_number(search->dossier, value);

    if (is_known(search, number))
        return;
    if (evidence->seal_count == EVIDENCE_SEALS) {
        evidence->seals_left = true;
        return;
    }
    search->numbers[evidence->seal_count] = number;
    search->seals[evidence->seal_count++] = read_seal(search, field, value);
}

static void look_at(struct search *search, struct dossier_item field)
{
    struct dossier *dossier = search->dossier;
    const char *kind = dossier_name(
        dossier, dossier_inherited(dossier, field, "/Parent", "/FT"));
    const struct dossier_item value = dossier_entry(dossier, field, "/V");

    if (is_signature(dossier, value))
        add_seal(search, field, value);
    else if (strcmp(kind, "/Sig") == 0 &&
             !dossier_is_given(dossier,
                               dossier_entry(dossier, field, "/Kids")) &&
             !is_signature(dossier,
                           dossier_inherited(dossier, field, "/Parent", "/V")))
        search->evidence->has_blank = true;
}

static void find_seals(struct search *search)
{
    struct dossier *dossier = search->dossier;
    const struct dossier_item catalog = dossier_catalog(dossier);
    const struct dossier_item form =
        dossier_entry(dossier, catalog, "/AcroForm");
    const struct dossier_item certified = dossier_entry(
        dossier, dossier_entry(dossier, catalog, "/Perms"), "/DocMDP");
    struct dossier_walk *walk = dossier_walk_new(dossier);
    const struct dossier_item *pages;
    const size_t count = dossier_pages(dossier, &pages);
    struct dossier_item field;

    search->evidence->says_sealed =
        dossier_integer(dossier, dossier_entry(dossier, form, "/SigFlags"), 0) &
        1;
    for (size_t i = 0; i < count; i++)
        dossier_walk_add_all(walk, dossier_entry(dossier, pages[i], "/Annots"));
    dossier_walk_add_all(walk, dossier_entry(dossier, form, "/Fields"));
    while (dossier_walk_next(walk, &field)) {
        look_at(search, field);
        dossier_walk_add_all(walk, dossier_entry(dossier, field, "/Kids"));
    }
    if (is_signature(dossier, certified))
        add_seal(search, NO_ITEM, certified);
}

/* By their ranges: insertion, for there are few. */
static void sort_seals(struct evidence_seal *seals, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const struct evidence_seal seal = seals[i];
        size_t at = i;
        for (; at > 0 && seals[at - 1].end > seal.end; at--)
            seals[at] = seals[at - 1];
        seals[at] = seal;
    }
}

void evidence_add_seals(struct arena *arena, struct dossier *dossier,
                        const void *bytes, size_t size,
                        struct evidence *evidence)
{
    struct search search = {
        .arena = arena,
        .dossier = dossier,
        .bytes = bytes,
        .size = size,
        .evidence = evidence,
        .seals = ARENA_ARRAY(arena, struct evidence_seal, EVIDENCE_SEALS),
    };

    find_seals(&search);
    sort_seals(search.seals, evidence->seal_count);
    for (size_t i = 0; i < evidence->seal_count; i++)
        if (!search.seals[i].fault)
            search.seals[i].changes = revision_changes(
                arena, dossier, bytes, size, search.seals[i].end,
                &search.seals[i].additive);
    evidence->seals = search.seals;
}
