#ifndef CLI_MAIN_MAIL_H
#define CLI_MAIN_MAIL_H

#include "cli/options.h"

/** The command approve, with the e-mails of the letters. @return the exit
 *  status */
int main_mail_approve(const struct options *options);

#endif
