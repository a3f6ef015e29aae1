#include "pdf/pdf_painter.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "sample_document.h"
#include "unpack.h"

static struct sample_document sample_document;
static struct shared_resources *shared;

static int open_all(void **state)
{
    struct error err;

    sample_document_open(&sample_document, "../fonts");
    return shared_resources_open(&sample_document.family,
                                 sample_document_characters, &shared,
                                 &err) != STATUS_OK;
}

static int close_all(void **state)
{
    shared_resources_close(shared);
    sample_document_close(&sample_document);
    return 0;
}

struct letter {
    struct document document;
    struct pdf_metadata metadata;
};

static struct letter make_letter(const char *name)
{
    return (struct letter){sample_document_letter(&sample_document, name),
                           sample_document_facts(&sample_document, name)};
}

static void paint(struct pdf_painter *painter, const struct letter *letter,
                  struct buffer *file)
{
    struct error err;

    assert_int_equal(painter_paint(pdf_painter_face(painter, &letter->metadata),
                                   &letter->document, file, &err),
                     STATUS_OK);
}

/* The letter from a painter that has painted nothing else. */
static struct buffer paint_alone(const struct letter *letter)
{
    struct pdf_painter *painter = pdf_painter_new(shared);
    struct buffer file = buffer_new(10000000);

    paint(painter, letter, &file);
    pdf_painter_free(painter);
    return file;
}

static void same_bytes(const struct buffer *a, const struct buffer *b)
{
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->bytes, b->bytes, a->length);
}

static bool has(const struct buffer *file, const char *bytes)
{
    struct buffer packed = buffer_new(1000000);
    bool found;

    unpack(file, "/ObjStm", &packed);
    found = memmem(file->bytes, file->length, bytes, strlen(bytes)) ||
            strstr(packed.bytes, bytes);
    buffer_free(&packed);
    return found;
}

/* @return the names of the subsets, one a line */
static char *font_names(const struct buffer *file)
{
    static const char key[] = "/Type/FontDescriptor/FontName/";
    struct buffer names = buffer_new(1000);
    struct buffer packed = buffer_new(1000000);
    const char *at;
    char *kept;

    unpack(file, "/ObjStm", &packed);
    at = packed.bytes;
    while ((at = strstr(at, key)) != NULL) {
        at += sizeof key - 1;
        buffer_printf(&names, "%.*s\n", (int)strcspn(at, "/"), at);
    }
    kept = arena_strdup(sample_document.arena, buffer_text(&names));
    buffer_free(&names);
    buffer_free(&packed);
    return kept;
}

static void same_letter_gives_the_same_bytes(void **state)
{
    const struct letter letter = make_letter("Luton");
    struct pdf_painter *painter = pdf_painter_new(shared);
    struct buffer file = buffer_new(10000000);
    struct buffer alone = paint_alone(&letter);

    paint(painter, &letter, &file);
    same_bytes(&file, &alone);
    paint(painter, &letter, &file);
    same_bytes(&file, &alone);
    pdf_painter_free(painter);
    buffer_free(&file);
    buffer_free(&alone);
}

/* Neither what rare letters others have, nor their order. */
static void letters_do_not_depend_on_each_other(void **state)
{
    const struct letter plain = make_letter("Luton");
    const struct letter rare = make_letter("Łódź – ſtadt Ǽ");
    const struct letter rarer = make_letter("Ħal Ǽ Ł");
    struct buffer plain_alone = paint_alone(&plain);
    struct buffer rare_alone = paint_alone(&rare);
    struct pdf_painter *painter = pdf_painter_new(shared);
    struct buffer file = buffer_new(10000000);

    for (int i = 0; i < 3; i++) {
        paint(painter, &rarer, &file);
        paint(painter, &rare, &file);
        same_bytes(&file, &rare_alone);
        paint(painter, &plain, &file);
        same_bytes(&file, &plain_alone);
    }
    pdf_painter_free(painter);
    buffer_free(&file);
    buffer_free(&plain_alone);
    buffer_free(&rare_alone);
}

static void letters_share_subsets_until_one_needs_more(void **state)
{
    const struct letter plain = make_letter("Luton");
    const struct letter other = make_letter("Harrow");
    const struct letter rare = make_letter("Łódź");
    struct buffer files[] = {paint_alone(&plain), paint_alone(&other),
                             paint_alone(&rare)};

    assert_string_equal(font_names(&files[0]), font_names(&files[1]));
    assert_string_not_equal(font_names(&files[0]), font_names(&files[2]));
    for (size_t i = 0; i < 3; i++)
        buffer_free(&files[i]);
}

static struct document small_letter(const char *words)
{
    struct display_list_builder *display_list =
        display_list_new(sample_document.arena);
    struct tag *root = display_list_add_tag(display_list, TAG_DOCUMENT, NULL);

    display_list_begin_page(display_list, A4_WIDTH, A4_HEIGHT);
    sample_document_words(&sample_document, display_list,
                          display_list_add_tag(display_list, TAG_P, root),
                          FACE_REGULAR, 50, 50, words);
    return display_list_finish(display_list);
}

/* Arial's metrics, which Liberation Sans has: space and ! 569 of 2048 units,
 * " 727; ten figures of 1139. */
static void widths_are_exact_to_three_decimals(void **state)
{
    const struct letter letter = {
        small_letter("plain words"),
        sample_document_facts(&sample_document, "Luton")};
    struct buffer file = paint_alone(&letter);

    assert_true(has(&file, "/W[32[277.832 277.832 354.98]37["));
    assert_true(has(&file, "]48 57 556.152 58[277.832 "));
    assert_false(has(&file, "/DW"));
    buffer_free(&file);
}

static void only_faces_that_paint_are_embedded(void **state)
{
    const struct letter letter = {
        small_letter("plain words"),
        sample_document_facts(&sample_document, "Luton")};
    struct buffer file = paint_alone(&letter);
    const char *names = font_names(&file);

    assert_string_equal(names + 6, "+LiberationSans\n");
    assert_int_equal(strspn(names, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 6);
    buffer_free(&file);
}

/* U+2713, a tick, is in DejaVu Sans but not in Liberation Sans. */
static void fallback_face_brings_what_it_is_asked_for(void **state)
{
    const struct letter letter = {
        small_letter("a \u2713"),
        sample_document_facts(&sample_document, "Luton")};
    struct buffer file = paint_alone(&letter);
    const char *names = font_names(&file);

    assert_non_null(strstr(names, "+DejaVuSans\n"));
    assert_non_null(strstr(names, "+LiberationSans\n"));
    buffer_free(&file);
}

static struct document two_lines(const char *first, const char *second)
{
    struct display_list_builder *display_list =
        display_list_new(sample_document.arena);
    struct tag *root = display_list_add_tag(display_list, TAG_DOCUMENT, NULL);

    display_list_begin_page(display_list, A4_WIDTH, A4_HEIGHT);
    sample_document_words(&sample_document, display_list,
                          display_list_add_tag(display_list, TAG_P, root),
                          FACE_REGULAR, 50, 50, first);
    sample_document_words(&sample_document, display_list,
                          display_list_add_tag(display_list, TAG_P, root),
                          FACE_REGULAR, 50, 80, second);
    return display_list_finish(display_list);
}

/* A line with a letter beyond ASCII is looked at first; of one that is all
 * ASCII it is seen while it is painted that "_" is not in the shared subset.
 * The name of a subset is a hash of its glyphs. */
static void rare_letters_stay_when_rare_signs_come_later(void **state)
{
    const struct pdf_metadata metadata =
        sample_document_facts(&sample_document, "Luton");
    const struct letter whole = {small_letter("\u0127_"), metadata};
    const struct letter lines = {two_lines("\u0127", "_"), metadata};
    const struct letter turned = {two_lines("_", "\u0127"), metadata};
    struct buffer files[] = {paint_alone(&whole), paint_alone(&lines),
                             paint_alone(&turned)};

    for (size_t i = 1; i < 3; i++)
        assert_string_equal(font_names(&files[0]), font_names(&files[i]));
    for (size_t i = 0; i < 3; i++)
        buffer_free(&files[i]);
}

static void page_without_marks_is_still_a_letter(void **state)
{
    struct display_list_builder *display_list =
        display_list_new(sample_document.arena);
    struct letter letter = {
        .metadata = sample_document_facts(&sample_document, "Luton")};
    struct buffer file;

    display_list_begin_page(display_list, A4_WIDTH, A4_HEIGHT);
    letter.document = display_list_finish(display_list);
    letter.metadata.attachment_count = 0;
    file = paint_alone(&letter);
    assert_true(has(&file, "/Type/StructTreeRoot"));
    assert_true(has(&file, "/Count 1\n"));
    assert_false(has(&file, "/AF["));
    assert_string_equal(font_names(&file), "");
    buffer_free(&file);
}

static void metadata_is_escaped_and_in_agreement(void **state)
{
    const struct letter letter = make_letter("Tŷ & <Co>");
    struct buffer file = paint_alone(&letter);

    assert_true(has(&file, "<lettermill:Council>Tŷ &amp; &lt;Co&gt;</"));
    assert_true(has(&file, "<lettermill:Code>E08000032</"));
    assert_true(has(&file, "<xmp:CreateDate>2022-07-20T00:00:00Z</"));
    assert_true(has(&file, "/CreationDate(D:20220720000000Z)"));
    assert_true(has(&file, "<dc:language><rdf:Bag><rdf:li>en-GB<"));
    assert_true(has(&file, "/Author(Office of <Tests> & Co)"));
    assert_true(has(&file, ">Office of &lt;Tests&gt; &amp; Co<"));
    /* "Specimen - T", y circumflex, " & <Co>" */
    assert_true(has(&file, "/Title<FEFF00530070006500630069006D0065006E0020"
                           "002D002000540177002000260020003C0043006F003E>"));
    buffer_free(&file);
}

/* XML 1.0 allows no U+0001, not even escaped. */
static void control_characters_do_not_reach_xml(void **state)
{
    const struct letter letter = {
        small_letter("words"),
        {.title = "T", .language = "en", .council = "a\001b\uFFFEc\td"}};
    struct buffer file = paint_alone(&letter);

    assert_true(has(&file, "<lettermill:Council>a b c\td</"));
    buffer_free(&file);
}

static void letter_without_facts_says_less(void **state)
{
    struct letter letter = {small_letter("words"),
                            {.title = "T", .language = "cy"}};
    struct buffer file = paint_alone(&letter);

    assert_true(has(&file, "/Lang(cy)"));
    assert_false(has(&file, "/CreationDate"));
    assert_false(has(&file, "xmp:CreateDate"));
    assert_false(has(&file, "lettermill:Code>"));
    assert_false(has(&file, "/Subject"));
    buffer_free(&file);
}

static void attachments_stand_in_the_order_of_their_names(void **state)
{
    const struct attachment attachments[] = {
        {"z.txt", "text/plain", "Last", "z", 1},
        {"a.txt", "text/plain", "First", "", 0}};
    struct letter letter = {small_letter("words"),
                            sample_document_facts(&sample_document, "Luton")};
    struct buffer file;

    letter.metadata.attachments = attachments;
    letter.metadata.attachment_count = 2;
    file = paint_alone(&letter);
    assert_true(has(&file, "/EmbeddedFiles<</Names[(a.txt)"));
    assert_true(has(&file, "/Subtype/text#2Fplain/Params<</Size 0/ModDate"
                           "(D:20220720000000Z)>>/Length 0>>\nstream\n"
                           "\nendstream"));
    assert_true(has(&file, "/Length 1>>\nstream\nz\nendstream"));
    buffer_free(&file);
}

static void large_attachments_are_deflated(void **state)
{
    static char zeros[5000];
    const struct attachment attachment = {"z.bin", "application/octet-stream",
                                          "Zeros", zeros, sizeof zeros};
    struct letter letter = {small_letter("words"),
                            sample_document_facts(&sample_document, "Luton")};
    struct buffer file;

    letter.metadata.attachments = &attachment;
    letter.metadata.attachment_count = 1;
    file = paint_alone(&letter);
    assert_true(has(&file, "/Subtype/application#2Foctet-stream"
                           "/Filter/FlateDecode/Params<</Size 5000"));
    buffer_free(&file);
}

enum { THREADS = 4, ROUNDS = 6 };

struct worker {
    const struct letter *letters;
    size_t count;
    unsigned char digests[HASH_SIZE];
};

static void *work(void *context)
{
    struct worker *worker = context;
    struct pdf_painter *painter = pdf_painter_new(shared);
    struct buffer file = buffer_new(10000000);
    struct hash *hash = hash_new();

    for (int round = 0; round < ROUNDS; round++)
        for (size_t i = 0; i < worker->count; i++) {
            paint(painter, &worker->letters[i], &file);
            hash_add(hash, file.bytes, file.length);
        }
    hash_finish(hash, worker->digests);
    hash_free(hash);
    buffer_free(&file);
    pdf_painter_free(painter);
    return NULL;
}

static void threads_share_a_kit(void **state)
{
    const struct letter letters[] = {make_letter("Luton"), make_letter("Łódź"),
                                     make_letter("Ŵrexham")};
    struct worker workers[THREADS];
    pthread_t threads[THREADS];

    for (size_t i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){.letters = letters, .count = 3};
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]),
                         0);
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 1; i < THREADS; i++)
        assert_memory_equal(workers[i].digests, workers[0].digests, HASH_SIZE);
}

static void file_without_room_is_refused(void **state)
{
    const struct letter letter = make_letter("Luton");
    struct pdf_painter *painter = pdf_painter_new(shared);
    struct buffer file = buffer_new(20000);
    struct error err;

    assert_int_equal(painter_paint(pdf_painter_face(painter, &letter.metadata),
                                   &letter.document, &file, &err),
                     STATUS_IO);
    assert_int_equal(err.rule, RULE_PDF_LIBRARY);
    buffer_free(&file);
    pdf_painter_free(painter);
}

int main(void)
{
#define TEST(name) cmocka_unit_test(name)
    const struct CMUnitTest tests[] = {
        TEST(same_letter_gives_the_same_bytes),
        TEST(letters_do_not_depend_on_each_other),
        TEST(letters_share_subsets_until_one_needs_more),
        TEST(widths_are_exact_to_three_decimals),
        TEST(only_faces_that_paint_are_embedded),
        TEST(fallback_face_brings_what_it_is_asked_for),
        TEST(rare_letters_stay_when_rare_signs_come_later),
        TEST(page_without_marks_is_still_a_letter),
        TEST(metadata_is_escaped_and_in_agreement),
        TEST(control_characters_do_not_reach_xml),
        TEST(letter_without_facts_says_less),
        TEST(attachments_stand_in_the_order_of_their_names),
        TEST(large_attachments_are_deflated),
        TEST(threads_share_a_kit),
        TEST(file_without_room_is_refused),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
