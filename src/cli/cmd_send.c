#include "cli/send_session.h"
#include "run/signals.h"

/* @return what is wrong with the options as a whole, or NULL */
static const char *find_contradiction(const struct options *options)
{
    const struct mail_options *mail = &options->mail;

    if (mail->self && (mail->confirmed || mail->resend))
        return "--to-self sends samples; it goes with neither --confirm nor "
               "--resend";
    if (mail->sample && !mail->self)
        return "--sample needs --to-self ADDRESS";
    if (options->trust_count > 1)
        return "one --trust FILE, please, with all certificates in it";
    if (mail->resend && (options->only || mail->limit))
        return "--resend names its letters; it goes with neither --only nor "
               "--limit";
    return NULL;
}

static int run(struct office *office)
{
    if (office->options->mail.self)
        return office_send_samples(office);
    if (office->options->mail.confirmed)
        return office_send_letters(office);
    return office_write_outbox(office);
}

int command_send(const struct options *options)
{
    const char *wrong = find_contradiction(options);
    struct office office;
    enum status status = office_open(&office, options);
    int code;

    interrupt_watch();
    if (wrong) {
        report_say(office.desk.report, RULE_USAGE, NO_PLACE, NULL, NULL, "%s",
                   wrong);
        status = STATUS_INPUT;
    }
    code = status == STATUS_OK ? run(&office)
                               : desk_settle(&office.desk, options, status);
    office_close(&office);
    return code;
}
