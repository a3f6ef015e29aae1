#include "verify/xmp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

static struct arena *arena;
static struct xmp xmp;

static int make_arena(void **state)
{
    arena = arena_new();
    return 0;
}

static int free_arena(void **state)
{
    arena_free(arena);
    return 0;
}

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

/* A packet around what stands below rdf:RDF. */
static const char *fault_of(const char *body)
{
    const char *packet =
        arena_printf(arena,
                     "<?xpacket begin=\"\uFEFF\" id=\"W5M0\"?>\n"
                     "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
                     "<rdf:RDF xmlns:rdf=\"" RDF "\">%s</rdf:RDF>"
                     "</x:xmpmeta>\n<?xpacket end=\"r\"?>\n",
                     body);

    return xmp_read(arena, packet, strlen(packet), &xmp);
}

static void read_body(const char *body)
{
    const char *fault = fault_of(body);

    if (fault)
        fail_msg("%s", fault);
}

static const char *fault_of_packet(const char *packet)
{
    return xmp_read(arena, packet, strlen(packet), &xmp);
}

static void assert_value(const char *space, const char *name,
                         const char *expected)
{
    const char *value = xmp_value(&xmp, space, name);

    assert_non_null(value);
    assert_string_equal(value, expected);
}

/* --- what is read -------------------------------------------------------- */

static void a_property_is_an_element(void **state)
{
    read_body("<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"" XMP_PDFA "\">"
              "<pdfaid:part>3</pdfaid:part></rdf:Description>");
    assert_int_equal(xmp.count, 1);
    assert_value(XMP_PDFA, "part", "3");
}

static void a_property_is_an_attribute(void **state)
{
    read_body("<rdf:Description rdf:about='' xmlns:pdfaid='" XMP_PDFA "' "
              "pdfaid:part='2' pdfaid:conformance='B'/>");
    assert_int_equal(xmp.count, 2);
    assert_value(XMP_PDFA, "part", "2");
    assert_value(XMP_PDFA, "conformance", "B");
}

static void the_prefix_is_any(void **state)
{
    read_body("<rdf:Description><q:part xmlns:q=\"" XMP_PDFUA "\">1</q:part>"
              "<part xmlns=\"" XMP_PDFA "\">2</part></rdf:Description>");
    assert_value(XMP_PDFUA, "part", "1");
    assert_value(XMP_PDFA, "part", "2");
}

static void a_prefix_ends_with_its_element(void **state)
{
    read_body("<rdf:Description xmlns:q=\"urn:a\"><q:x>1</q:x>"
              "<p:y xmlns:p=\"urn:p\" xmlns:q=\"urn:b\">2</p:y>"
              "<q:z>3</q:z></rdf:Description>");
    assert_value("urn:a", "z", "3");
    assert_null(xmp_value(&xmp, "urn:b", "z"));
}

static void of_alternatives_the_default_counts(void **state)
{
    read_body("<rdf:Description xmlns:dc=\"" XMP_DC "\"><dc:title><rdf:Alt>"
              "<rdf:li xml:lang=\"cy\">Llythyr</rdf:li>"
              "<rdf:li xml:lang=\"x-default\">Letter</rdf:li>"
              "<rdf:li xml:lang=\"en-GB\">Another</rdf:li>"
              "</rdf:Alt></dc:title></rdf:Description>");
    assert_value(XMP_DC, "title", "Letter");
}

static void of_a_list_the_first_counts(void **state)
{
    read_body("<rdf:Description xmlns:dc=\"" XMP_DC "\"><dc:language>\n"
              " <rdf:Bag>\n <rdf:li>en-GB</rdf:li>\n <rdf:li>cy</rdf:li>\n"
              " </rdf:Bag>\n</dc:language></rdf:Description>");
    assert_value(XMP_DC, "language", "en-GB");
}

static void entities_are_letters(void **state)
{
    read_body("<rdf:Description xmlns:l=\"urn:l\" l:a=\"&quot;&#65;&#x42;\">"
              "<l:b>Hammersmith &amp; Fulham &lt;&gt;&apos;</l:b>"
              "<l:c>Glan D&#x175;r</l:c><l:d>a<![CDATA[<&amp;]]>b</l:d>"
              "</rdf:Description>");
    assert_value("urn:l", "a", "\"AB");
    assert_value("urn:l", "b", "Hammersmith & Fulham <>'");
    assert_value("urn:l", "c", "Glan D\u0175r");
    assert_value("urn:l", "d", "a<&amp;b");
}

static void comments_are_no_text(void **state)
{
    read_body("<rdf:Description xmlns:l=\"urn:l\">"
              "<l:a>o<!-- <l:a>2</l:a> -->ne</l:a></rdf:Description>");
    assert_value("urn:l", "a", "one");
}

/* What the description of a schema says is no property of the file. */
static void what_lies_deeper_is_passed_over(void **state)
{
    read_body("<rdf:Description xmlns:e=\"urn:e\" xmlns:a=\"" XMP_PDFA "\">"
              "<e:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">"
              "<a:part>9</a:part></rdf:li></rdf:Bag></e:schemas>"
              "<e:one><rdf:Description><a:part>8</a:part>"
              "</rdf:Description></e:one>"
              "<e:two rdf:parseType=\"Resource\">x<a:part>7</a:part></e:two>"
              "</rdf:Description>");
    assert_null(xmp_value(&xmp, XMP_PDFA, "part"));
    assert_value("urn:e", "schemas", "");
    assert_value("urn:e", "one", "");
    assert_value("urn:e", "two", "");
}

static void two_values_are_a_contradiction(void **state)
{
    read_body("<rdf:Description xmlns:l=\"urn:l\" l:a=\"1\">"
              "<l:a>2</l:a><l:b>1</l:b></rdf:Description>"
              "<rdf:Description xmlns:l=\"urn:l\" l:b=\"1\"/>");
    assert_value("urn:l", "a", "1");
    assert_true(xmp_contradicts(&xmp, "urn:l", "a"));
    assert_false(xmp_contradicts(&xmp, "urn:l", "b"));
    assert_false(xmp_contradicts(&xmp, "urn:l", "c"));
}

static void an_empty_packet_says_nothing(void **state)
{
    assert_null(fault_of(""));
    assert_int_equal(xmp.count, 0);
    assert_null(fault_of_packet("<a/>"));
    assert_int_equal(xmp.count, 0);
}

/* "<a l:b='1' xmlns:l='u'/>" is no XMP; what matters is that it is read. */
static void utf16_is_read(void **state)
{
    static const char text[] =
        "<r:RDF xmlns:r='" RDF "'><r:Description xmlns:l='urn:l' l:a='x'/>"
        "</r:RDF>";
    char packet[2 * sizeof text];

    for (size_t i = 0; i < sizeof text - 1; i++) {
        packet[2 * i] = '\0';
        packet[2 * i + 1] = text[i];
    }
    assert_null(xmp_read(arena, packet, 2 * (sizeof text - 1), &xmp));
    assert_value("urn:l", "a", "x");
}

/* --- what is refused ----------------------------------------------------- */

static void assert_refused(const char *body, const char *expected)
{
    const char *fault = fault_of(body);

    assert_non_null(fault);
    assert_string_equal(fault, expected);
    assert_int_equal(xmp.count, 0);
}

static void ends_that_fit_no_beginning_are_refused(void **state)
{
    assert_refused("<a></b>", "it is not XML: mismatched tag");
    assert_refused("</rdf:RDF>", "it is not XML: mismatched tag");
    assert_refused("<a><b></a></b>", "it is not XML: mismatched tag");
}

static void assert_no_xml(const char *packet)
{
    const char *fault = fault_of_packet(packet);

    assert_non_null(fault);
    assert_memory_equal(fault, "it is not XML: ", 15);
    assert_int_equal(xmp.count, 0);
}

static void what_breaks_off_is_refused(void **state)
{
    static const char *const packets[] = {
        "<a",  "<a b",      "<a b=", "<a b=\"", "<!-- ",   "<a><![CDATA[",
        "<a>", "<?xpacket", "",      "<a/>x",   "<a/><b/>"};

    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++)
        assert_no_xml(packets[i]);
}

/* Entities of a document type could unfold to gigabytes. */
static void a_document_type_is_refused(void **state)
{
    static const char *const packets[] = {
        "<!DOCTYPE a><a/>", "<!DOCTYPE a SYSTEM \"b.dtd\"><a/>",
        "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>",
        "<!DOCTYPE a [<!ENTITY b \"&c;&c;\"><!ENTITY c \"&b;\">]><a>&b;</a>"};

    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++)
        assert_string_equal(fault_of_packet(packets[i]),
                            "it declares a document type");
}

static void entities_are_those_of_xml(void **state)
{
    static const char *const packets[] = {
        "<a>&b;</a>",      "<a>&amp</a>",       "<a>&#0;</a>",
        "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#99999999999;</a>"};

    for (size_t i = 0; i < sizeof packets / sizeof *packets; i++)
        assert_no_xml(packets[i]);
}

static void a_prefix_is_declared(void **state)
{
    assert_refused("<rdf:Description><q:a>1</q:a></rdf:Description>",
                   "it is not XML: unbound prefix");
    assert_refused("<rdf:Description q:a=\"1\"/>",
                   "it is not XML: unbound prefix");
}

static void an_attribute_stands_once(void **state)
{
    assert_refused("<a b=\"1\" b=\"2\"/>",
                   "it is not XML: duplicate attribute");
}

static void depth_has_a_limit(void **state)
{
    struct buffer body = buffer_new(100000);

    for (int i = 0; i < 1000; i++)
        buffer_add_text(&body, "<a>");
    assert_refused(buffer_text(&body),
                   "its elements lie too deep in one another");
    buffer_free(&body);
}

static void what_is_no_text_is_refused(void **state)
{
    assert_no_xml("<a>\xFF</a>");
    assert_non_null(xmp_read(arena, "<a>\0</a>", 8, &xmp));
}

/* --- packets compared ---------------------------------------------------- */

#define SPACES " xmlns:dc='" XMP_DC "' xmlns:l='urn:l' xmlns:s='urn:s' "

/* What both say below rdf:Description; @return whether they say the same */
static bool says_the_same(const char *one, const char *other)
{
    struct xmp first;

    read_body(arena_printf(arena, "<rdf:Description" SPACES "%s", one));
    first = xmp;
    read_body(arena_printf(arena, "<rdf:Description" SPACES "%s", other));
    return xmp_is_same(&first, &xmp);
}

#define END "</rdf:Description>"

static void ways_of_writing_are_one(void **state)
{
    assert_true(
        says_the_same("><l:a>1</l:a><l:b>2</l:b>" END, "l:b='2' l:a='1'/>"));
    assert_true(says_the_same(
        "><l:a><rdf:Bag><rdf:li s:x='1' s:y='2'/></rdf:Bag></l:a>" END,
        ">\n<l:a> <rdf:Bag><rdf:li><rdf:Description s:y='2'><s:x>1</s:x>" END
        "</rdf:li></rdf:Bag></l:a>" END));
    assert_true(
        says_the_same("><l:a rdf:resource='urn:x'/>" END, "l:a='urn:x'/>"));
}

static void which_program_wrote_is_not_compared(void **state)
{
    assert_true(says_the_same(
        "l:a='1' xmlns:p='http://ns.adobe.com/pdf/1.3/' p:Producer='A' "
        "xmlns:x='http://ns.adobe.com/xap/1.0/' x:ModifyDate='2022'/>",
        "l:a='1' xmlns:p='http://ns.adobe.com/pdf/1.3/' p:Producer='B'/>"));
}

static void what_differs_is_seen(void **state)
{
    assert_false(says_the_same("l:a='1'/>", "l:a='2'/>"));
    assert_false(says_the_same("l:a='1'/>", "l:a='1' l:b=''/>"));
    assert_false(says_the_same("l:a='1'/>", "s:a='1'/>"));
    assert_false(says_the_same(
        "><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>A</rdf:li>"
        "</rdf:Alt></dc:title>" END,
        "><dc:title><rdf:Alt><rdf:li xml:lang='x-default'>A</rdf:li>"
        "<rdf:li xml:lang='cy'>B</rdf:li></rdf:Alt></dc:title>" END));
    assert_false(says_the_same("><l:a><rdf:Seq><rdf:li>1</rdf:li><rdf:li>2</"
                               "rdf:li></rdf:Seq></l:a>" END,
                               "><l:a><rdf:Seq><rdf:li>2</rdf:li><rdf:li>1</"
                               "rdf:li></rdf:Seq></l:a>" END));
}

/* Any beginning of a packet and any byte in it: a fault or not, but no
 * crash; AddressSanitizer watches. */
static void damaged_packets_do_no_harm(void **state)
{
    static const char packet[] =
        "<x:m xmlns:x='u'><r:RDF xmlns:r='" RDF "'><r:Description "
        "xmlns:l='urn:l' l:a='&lt;'><l:b><r:Alt><r:li xml:lang='x-default'>"
        "&#65;<![CDATA[c]]><!-- d --></r:li></r:Alt></l:b>"
        "</r:Description></r:RDF></x:m>";
    static const char bytes[] = "<>&'\"/!?=:;#[]-x \n\x80\xC3";

    for (size_t i = 0; i < sizeof packet - 1; i++) {
        char damaged[sizeof packet];
        assert_non_null(xmp_read(arena, packet, i, &xmp));
        for (const char *byte = bytes; *byte; byte++) {
            memcpy(damaged, packet, sizeof packet);
            damaged[i] = *byte;
            (void)xmp_read(arena, damaged, sizeof packet - 1, &xmp);
        }
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_property_is_an_element),
        cmocka_unit_test(a_property_is_an_attribute),
        cmocka_unit_test(the_prefix_is_any),
        cmocka_unit_test(a_prefix_ends_with_its_element),
        cmocka_unit_test(of_alternatives_the_default_counts),
        cmocka_unit_test(of_a_list_the_first_counts),
        cmocka_unit_test(entities_are_letters),
        cmocka_unit_test(comments_are_no_text),
        cmocka_unit_test(what_lies_deeper_is_passed_over),
        cmocka_unit_test(two_values_are_a_contradiction),
        cmocka_unit_test(an_empty_packet_says_nothing),
        cmocka_unit_test(utf16_is_read),
        cmocka_unit_test(ends_that_fit_no_beginning_are_refused),
        cmocka_unit_test(what_breaks_off_is_refused),
        cmocka_unit_test(a_document_type_is_refused),
        cmocka_unit_test(entities_are_those_of_xml),
        cmocka_unit_test(a_prefix_is_declared),
        cmocka_unit_test(an_attribute_stands_once),
        cmocka_unit_test(depth_has_a_limit),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(ways_of_writing_are_one),
        cmocka_unit_test(which_program_wrote_is_not_compared),
        cmocka_unit_test(what_differs_is_seen),
        cmocka_unit_test(damaged_packets_do_no_harm),
    };

    return cmocka_run_group_tests(tests, make_arena, free_arena);
}
