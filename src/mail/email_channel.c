#include "mail/email_channel.h"

#include "mail/email_template.h"
#include "mail/recipient_checks.h"
#include "run/engine.h"

static void *open_text(struct compile_context *context,
                       const struct campaign *campaign,
                       const struct post_template *post_template)
{
    return campaign->settings.mail.given
               ? email_template_open(context, campaign, post_template)
               : NULL;
}

static void close_text(void *text)
{
    email_template_close(text);
}

static const struct includes *includes(const void *text)
{
    return email_template_includes(text);
}

/* An invalid address counts as an address: it is reported with the e-mail. */
static bool takes(const void *text, const struct council *council,
                  struct arena *arena)
{
    struct diagnostics *discarded = diagnostics_new();
    struct recipients recipients;

    (void)!email_template_recipients(text, council, arena, &recipients,
                                     discarded);
    diagnostics_free(discarded);
    return !recipients.none;
}

static void *checks_new(const struct engine *engine)
{
    return recipient_checks_new(engine);
}

static enum status check(void *checks, const struct council *council,
                         const struct letter *letter, struct arena *arena,
                         struct diagnostics *diagnostics)
{
    return recipient_checks_add(checks, council, letter, arena, diagnostics);
}

static void checks_finish(void *checks, struct diagnostics *diagnostics)
{
    recipient_checks_finish(checks, diagnostics);
}

const struct channel email_channel = {
    .text = {open_text, close_text, includes, takes},
    .checks_new = checks_new,
    .check = check,
    .checks_finish = checks_finish,
};
