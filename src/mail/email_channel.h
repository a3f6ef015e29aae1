#ifndef MAIL_EMAIL_CHANNEL_H
#define MAIL_EMAIL_CHANNEL_H

#include "run/channel.h"

/** E-mail: compiles `mail:` with the letter, checks every row's e-mail and
 *  compares its recipients with those of all others. */
extern const struct channel email_channel;

#endif
