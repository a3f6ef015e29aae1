
#include "verify/pdf_report_internal.h"

#include "base/array.h"

/* The file specifications of the name tree, of the document and of pages. */
static void find_specifications(struct pdf_reader *pdf,
                                struct pdf_reader_walk *found)
{
    const struct pdf_object catalog = pdf_reader_catalog(pdf);
    struct pdf_reader_walk *walk = pdf_reader_walk_new(pdf);
    const struct pdf_object *pages;
    const size_t count = pdf_reader_pages(pdf, &pages);
    struct pdf_object node;

    for (size_t i = 0; i < count; i++)
        pdf_reader_walk_add_all(walk,
                                pdf_reader_entry(pdf, pages[i], "/Annots"));
    while (pdf_reader_walk_next(walk, &node))
        pdf_reader_walk_add(found, pdf_reader_entry(pdf, node, "/FS"));
    pdf_reader_walk_add_all(found, pdf_reader_entry(pdf, catalog, "/AF"));
    pdf_reader_walk_add(
        walk, pdf_reader_entry(pdf, pdf_reader_entry(pdf, catalog, "/Names"),
                               "/EmbeddedFiles"));
    while (pdf_reader_walk_next(walk, &node)) {
        const struct pdf_object names = pdf_reader_entry(pdf, node, "/Names");
        size_t at = pdf_reader_count(pdf, names) / 2;
        while (at-- > 0)
            pdf_reader_walk_add(found, pdf_reader_at(pdf, names, at * 2 + 1));
        pdf_reader_walk_add_all(walk, pdf_reader_entry(pdf, node, "/Kids"));
    }
}

static bool is_associated(struct pdf_reader *pdf,
                          struct pdf_object specification)
{
    const struct pdf_object files =
        pdf_reader_entry(pdf, pdf_reader_catalog(pdf), "/AF");
    const int number = pdf_reader_number(pdf, specification);

    for (size_t i = 0; i < pdf_reader_count(pdf, files); i++)
        if (number &&
            pdf_reader_number(pdf, pdf_reader_at(pdf, files, i)) == number)
            return true;
    return false;
}

/* A name without its slash. */
static const char *bare_name(struct pdf_reader *pdf, struct pdf_object item)
{
    const char *name = pdf_reader_name(pdf, item);

    return *name ? name + 1 : name;
}

static struct pdf_report_attachment
read_attachment(struct pdf_reader *pdf, struct pdf_object specification)
{
    const struct pdf_object stream = pdf_reader_entry(
        pdf, pdf_reader_entry(pdf, specification, "/EF"), "/F");
    const struct pdf_object facts = pdf_reader_entry(pdf, stream, "/Params");
    const char *name =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, specification, "/UF"));
    const char *plain =
        pdf_reader_text(pdf, pdf_reader_entry(pdf, specification, "/F"));
    struct pdf_report_attachment found = {
        .name = name    ? name
                : plain ? plain
                        : "without a name",
        .relationship = bare_name(
            pdf, pdf_reader_entry(pdf, specification, "/AFRelationship")),
        .mime = bare_name(pdf, pdf_reader_entry(pdf, stream, "/Subtype")),
        .associated = is_associated(pdf, specification),
        .stated =
            pdf_reader_integer(pdf, pdf_reader_entry(pdf, facts, "/Size"), -1),
    };

    found.readable = pdf_reader_stream(pdf, stream, PDF_REPORT_BYTES_KEPT,
                                       &found.bytes, &found.size);
    return found;
}

void pdf_report_add_attachments(struct arena *arena, struct pdf_reader *pdf,
                                struct pdf_report *pdf_report)
{
    struct pdf_reader_walk *found = pdf_reader_walk_new(pdf);
    struct pdf_report_attachment *attachments = NULL;
    struct pdf_object specification;
    size_t capacity = 0;

    find_specifications(pdf, found);
    while (pdf_report->attachment_count < PDF_REPORT_MAX_ATTACHMENTS &&
           pdf_reader_walk_next(found, &specification)) {
        if (!pdf_reader_is_dictionary(pdf, specification))
            continue;
        ARENA_GROW(arena, attachments, pdf_report->attachment_count, capacity);
        attachments[pdf_report->attachment_count++] =
            read_attachment(pdf, specification);
    }
    pdf_report->attachments = attachments;
}
