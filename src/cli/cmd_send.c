#include "cli/send_session.h"
#include "run/signals.h"

/* @return the contradiction between options, or NULL */
static const char *find_contradiction(const struct options *options)
{
    const struct mail_options *mail = &options->mail;

    if (mail->self && (mail->confirmed || mail->resend.items))
        return "--to-self sends samples; it goes with neither --confirm nor "
               "--resend";
    if (mail->sample && !mail->self)
        return "--sample needs --to-self ADDRESS";
    if (options->trust.count > 1)
        return "one --trust FILE, please, with all certificates in it";
    if (mail->resend.items && (options->only.items || mail->limit))
        return "--resend names its letters; it goes with neither --only nor "
               "--limit";
    return NULL;
}

static int run(struct send_session *send_session)
{
    if (send_session->options->mail.self)
        return send_session_samples(send_session);
    if (send_session->options->mail.confirmed)
        return send_session_letters(send_session);
    return send_session_outbox(send_session);
}

int cmd_send(const struct options *options)
{
    const char *wrong = find_contradiction(options);
    struct send_session send_session;
    enum status status = send_session_open(&send_session, options);
    int code;

    signals_watch();
    if (wrong) {
        diagnostics_add(send_session.session.diagnostics, RULE_USAGE,
                        NO_LOCATION, NULL, NULL, "%s", wrong);
        status = STATUS_INPUT;
    }
    code = status == STATUS_OK
               ? run(&send_session)
               : session_finish(&send_session.session, options, status);
    send_session_close(&send_session);
    return code;
}
