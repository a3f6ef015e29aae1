#include "data/email_address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void addresses_that_are_addresses_pass(void **state)
{
    static const char *const good[] = {"chief.executive@luton.gov.uk",
                                       "o'neill+letters@a-b.example.org",
                                       "x@bathnes.gov.uk",
                                       "UPPER@CASE.GOV.UK",
                                       "a@b.co",
                                       "a@xn--ynysmn-p0a.llyw.cymru"};

    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(email_address_is_valid(good[i]));
}

static void addresses_that_are_none_do_not(void **state)
{
    static const char *const bad[] = {"",
                                      "@",
                                      "luton.gov.uk",
                                      "chief@",
                                      "@luton.gov.uk",
                                      "chief@luton",
                                      "a b@luton.gov.uk",
                                      ".a@luton.gov.uk",
                                      "a.@luton.gov.uk",
                                      "a..b@luton.gov.uk",
                                      "a@b@luton.gov.uk",
                                      "a@luton..uk",
                                      "a@-luton.gov.uk",
                                      "a@luton-.gov.uk",
                                      "a@luton.gov.u",
                                      "a@10.0.0.1",
                                      "a@luton.gov.uk.",
                                      "<a@luton.gov.uk>",
                                      "A <a@luton.gov.uk>",
                                      "\"a b\"@luton.gov.uk",
                                      "a@luton.gov.uk, b@luton.gov.uk",
                                      "a\xC3\xA9@luton.gov.uk",
                                      "a@lut\xC3\xB4n.gov.uk",
                                      "a@lu_ton.gov.uk"};

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(email_address_is_valid(bad[i]));
}

/* RFC 5321, 4.5.3.1: 64 before the sign; RFC 1035: 63 in a label. */
static void lengths_are_those_of_the_standards(void **state)
{
    char address[128];

    memset(address, 'a', sizeof address);
    snprintf(address + 64, 32, "@luton.gov.uk");
    assert_true(email_address_is_valid(address));
    memset(address, 'a', sizeof address);
    snprintf(address + 65, 32, "@luton.gov.uk");
    assert_false(email_address_is_valid(address));
    memset(address, 'a', sizeof address);
    address[1] = '@';
    snprintf(address + 2 + 63, 8, ".uk");
    assert_true(email_address_is_valid(address));
    memset(address, 'a', sizeof address);
    address[1] = '@';
    snprintf(address + 2 + 64, 8, ".uk");
    assert_false(email_address_is_valid(address));
}

struct pair {
    const char *address;
    const char *name;
};

static bool resembles(struct pair pair)
{
    struct arena *arena = arena_new();
    const bool answer = email_address_resembles(arena, pair.address, pair.name);

    arena_free(arena);
    return answer;
}

/* Domains that the councils have in fact. */
static void domains_of_councils_resemble_their_names(void **state)
{
    static const struct pair pairs[] = {
        {"x@luton.gov.uk", "Luton Borough Council"},
        {"x@bathnes.gov.uk", "Bath and North East Somerset Council"},
        {"x@lbbd.gov.uk", "London Borough of Barking and Dagenham"},
        {"x@rbkc.gov.uk", "Royal Borough of Kensington and Chelsea"},
        {"x@rbwm.gov.uk", "Royal Borough of Windsor and Maidenhead"},
        {"x@bcpcouncil.gov.uk", "Bournemouth, Christchurch and Poole Council"},
        {"x@iow.gov.uk", "Isle of Wight Council"},
        {"x@hants.gov.uk", "Hampshire County Council"},
        {"x@nelincs.gov.uk", "North East Lincolnshire Council"},
        {"x@swdevon.gov.uk", "West Devon Borough Council"},
        {"x@hullcc.gov.uk", "Hull City Council"},
        {"x@cityoflondon.gov.uk", "City of London"},
        {"x@lbhf.gov.uk", "London Borough of Hammersmith & Fulham"},
        {"x@walthamforest.gov.uk", "London Borough of Waltham Forest"},
        {"x@STHELENS.gov.uk", "St Helens Borough Council"},
        {"x@wokingham.gov.uk", "Wokingham Borough Council"},
        {"x@eastriding.gov.uk", "East Riding of Yorkshire Council"},
        {"x@email.luton.gov.uk", "Luton Borough Council"},
        {"x@xn--mlheim-3ya.example", "Mülheim Council"},
        {"x@mülheim.example", "Mulheim Council"},
        {"x@gwynedd.llyw.cymru", "Cyngor Gwynedd"},
        {"x@sirgar.llyw.cymru", "Cyngor Sir Gâr"},
        {"x@wrecsam.gov.uk", "Cyngor Bwrdeistref Sirol Wrecsam"}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (!resembles(pairs[i]))
            fail_msg("%s is not like %s", pairs[i].address, pairs[i].name);
}

static void domains_of_others_do_not(void **state)
{
    static const struct pair pairs[] = {
        {"x@harrow.gov.uk", "Luton Borough Council"},
        {"x@gmail.com", "Luton Borough Council"},
        {"x@london.gov.uk", "London Borough of Harrow"},
        {"x@council.gov.uk", "Bolsover District Council"},
        {"x@lutn.gov.uk", "Luton Borough Council"},
        {"x@wigan.gov.uk", "West Devon Borough Council"},
        {"x@iechyd.example", "Bwrdd Iechyd Prifysgol Hywel Dda"},
        {"x@health.example", "Hywel Dda University Health Board"},
        {"x@bwrdeistref.example", "Cyngor Bwrdeistref Sirol Wrecsam"}};

    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (resembles(pairs[i]))
            fail_msg("%s is like %s", pairs[i].address, pairs[i].name);
}

/* Each A-label is what Python's idna codec gives. */
static void domains_beyond_ascii_are_written_in_ascii(void **state)
{
    static const char *const forms[][2] = {
        {"ceo@müller.example", "ceo@xn--mller-kva.example"},
        {"Ceo@MU\xCC\x88LLER.Example", "Ceo@xn--mller-kva.example"},
        {"x@почта.рф", "x@xn--80a1acny.xn--p1ai"},
        {"x@cyngor-môn.llyw.cymru", "x@xn--cyngor-mn-n7a.llyw.cymru"},
        {"A@B.Example", "A@B.Example"},
        {"a@XN--0.example", "a@XN--0.example"},
        {"a@mail.xn--p1ai", "a@mail.xn--p1ai"}};
    struct arena *arena = arena_new();

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        assert_string_equal(email_address_ascii(arena, forms[i][0]),
                            forms[i][1]);
    assert_null(email_address_ascii(arena, "müller@luton.example"));
    assert_null(email_address_ascii(arena, "x@mül ler.example"));
    assert_null(email_address_ascii(arena, "x@müller"));
    assert_null(email_address_ascii(arena, "x@\xE2\x98\x83.example\n"));
    assert_null(email_address_ascii(arena, "müller.example"));
    arena_free(arena);
}

static void addresses_have_one_form(void **state)
{
    struct arena *arena = arena_new();

    assert_string_equal(email_address_key(arena, "Ceo@Müller.example"),
                        "ceo@xn--mller-kva.example");
    assert_string_equal(email_address_key(arena, "CEO@XN--MLLER-KVA.EXAMPLE"),
                        "ceo@xn--mller-kva.example");
    assert_string_equal(email_address_key(arena, "No Address"), "no address");
    arena_free(arena);
}

static void a_domain_holds_those_below_it(void **state)
{
    struct arena *arena = arena_new();

    assert_true(email_address_is_within(arena, "a@müller.example", "EXAMPLE"));
    assert_true(email_address_is_within(arena, "a@x.müller.example",
                                        "xn--mller-kva.example"));
    assert_true(email_address_is_within(arena, "a@xn--mller-kva.example",
                                        "MÜLLER.example"));
    assert_false(email_address_is_within(arena, "a@notmüller.example",
                                         "müller.example"));
    assert_false(email_address_is_within(arena, "a@b.example", "x.b.example"));
    assert_false(email_address_is_within(arena, "a@b.example", ""));
    assert_null(email_address_domain_key(arena, "@b.example"));
    assert_null(email_address_domain_key(arena, ".b.example"));
    assert_null(email_address_domain_key(arena, "a@b.example"));
    assert_string_equal(email_address_domain_key(arena, "Wales"), "wales");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_that_are_addresses_pass),
        cmocka_unit_test(addresses_that_are_none_do_not),
        cmocka_unit_test(lengths_are_those_of_the_standards),
        cmocka_unit_test(domains_beyond_ascii_are_written_in_ascii),
        cmocka_unit_test(addresses_have_one_form),
        cmocka_unit_test(a_domain_holds_those_below_it),
        cmocka_unit_test(domains_of_councils_resemble_their_names),
        cmocka_unit_test(domains_of_others_do_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
