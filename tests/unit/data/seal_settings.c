#include "data/settings.h"

#include "../scratch.h"

#define LEAST                                                                  \
    "title: T\nletter: l.md\ndata: [a.csv]\ndates: {letter: 2022-07-20}\n"

struct opened {
    struct scratch scratch;
    struct settings settings;
    enum status status;
};

static struct opened open_text(const char *more)
{
    struct opened opened = {.scratch = scratch_open()};
    char text[2048];

    snprintf(text, sizeof text, LEAST "%s", more);
    scratch_write(&opened.scratch, "campaign.yaml", text);
    opened.status =
        settings_read(opened.scratch.arena, opened.scratch.folder, 0,
                      &opened.settings, opened.scratch.diagnostics);
    return opened;
}

/* What is said of a `seal:` that begins on line 5. */
static void assert_said(const char *more, const char *said)
{
    struct opened opened = open_text(more);

    assert_string_equal(scratch_said_but_keys(&opened.scratch), said);
    assert_int_equal(opened.status, *said ? STATUS_INPUT : STATUS_OK);
    scratch_close(&opened.scratch);
}

static void every_setting_is_read(void **state)
{
    struct opened opened = open_text("seal:\n"
                                     "  certificate: office.pem\n"
                                     "  key: office.key\n"
                                     "  chain: chain.pem\n"
                                     "  name: The Ombudsman\n"
                                     "  reason: Annual letter\n"
                                     "  location: Coventry\n"
                                     "  contact: letters@example.org\n"
                                     "  certify: true\n"
                                     "  appearance: hidden\n"
                                     "  tsa: https://tsa.example.org/\n");
    const struct seal_settings *seal = &opened.settings.seal;

    assert_int_equal(opened.status, STATUS_OK);
    assert_true(seal->given);
    assert_int_equal(seal->location.line, 5);
    assert_string_equal(seal->certificate.text, "office.pem");
    assert_string_equal(seal->key.text, "office.key");
    assert_null(seal->pkcs11.text);
    assert_string_equal(seal->chain.text, "chain.pem");
    assert_string_equal(seal->name.text, "The Ombudsman");
    assert_string_equal(seal->reason.text, "Annual letter");
    assert_string_equal(seal->signing_location.text, "Coventry");
    assert_string_equal(seal->contact.text, "letters@example.org");
    assert_string_equal(seal->tsa.text, "https://tsa.example.org/");
    assert_true(seal->certify);
    assert_true(seal->hidden);
    scratch_close(&opened.scratch);
}

static void what_is_not_written_is_not_there(void **state)
{
    struct opened opened = open_text("seal: {certificate: a.p12}\n");

    assert_int_equal(opened.status, STATUS_OK);
    assert_true(opened.settings.seal.given);
    assert_null(opened.settings.seal.name.text);
    assert_null(opened.settings.seal.tsa.text);
    assert_false(opened.settings.seal.certify);
    assert_false(opened.settings.seal.hidden);
    scratch_close(&opened.scratch);
    opened = open_text("");
    assert_false(opened.settings.seal.given);
    scratch_close(&opened.scratch);
}

static void sources_fit_together(void **state)
{
    assert_said("seal: {pkcs11: \"pkcs11:token=a\"}\n", "");
    assert_said("seal: {certificate: a.pem, pkcs11: \"pkcs11:token=a\"}\n", "");
    assert_said(
        "seal:\n  name: Nobody\n",
        "campaign.yaml:6:3: error: certificate: a PKCS#12 or PEM file is "
        "wanted, or the pkcs11 URI of a token\n");
    assert_said(
        "seal:\n  pkcs11: pkcs11:token=a\n  key: a.key\n",
        "campaign.yaml:7:8: error: key: either a file or a token, not both\n"
        "campaign.yaml:7:8: error: key: the certificate of this key is wanted "
        "too\n");
    assert_said("seal:\n  pkcs11: slot 4\n",
                "campaign.yaml:6:11: error: pkcs11: a URI is wanted, such as "
                "pkcs11:token=office;object=seal\n");
}

static void a_secret_is_refused_by_name(void **state)
{
    assert_said("seal:\n  certificate: a.p12\n  passphrase: open sesame\n",
                "campaign.yaml:7:3: error: passphrase: a secret does not "
                "belong in a campaign; "
                "it is read from a file, the environment or the terminal\n");
    assert_said("seal:\n  pkcs11: pkcs11:token=a?pin-value=1234\n",
                "campaign.yaml:6:11: error: pkcs11: a PIN does not belong in a "
                "campaign; it is "
                "read from a file, the environment or the terminal\n");
}

static void mistakes_are_reported_where_they_stand(void **state)
{
    assert_said(
        "seal: office.p12\n",
        "campaign.yaml:5:7: error: seal: keys with values are wanted\n");
    assert_said("seal:\n  certificat: a.p12\n  certificate: a.p12\n",
                "campaign.yaml:6:3: error: certificat: unknown key; did you "
                "mean certificate?\n");
    assert_said(
        "seal:\n  certificate: [a.p12]\n",
        "campaign.yaml:6:16: error: certificate: one value is wanted, not a "
        "list\n");
    assert_said(
        "seal:\n  certificate: a.p12\n  certify: maybe\n"
        "  appearance: loud\n  tsa: tsa.example.org\n",
        "campaign.yaml:7:12: error: certify: true or false is wanted\n"
        "campaign.yaml:8:15: error: appearance: visible or hidden is wanted\n"
        "campaign.yaml:9:8: error: tsa: a URL is wanted, such as "
        "http://tsa.example.org/\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_setting_is_read),
        cmocka_unit_test(what_is_not_written_is_not_there),
        cmocka_unit_test(sources_fit_together),
        cmocka_unit_test(a_secret_is_refused_by_name),
        cmocka_unit_test(mistakes_are_reported_where_they_stand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
