#ifndef MAIL_PASSWORD_H
#define MAIL_PASSWORD_H

#include "base/arena.h"
#include "base/error.h"

/** The environment's name for the mail server's password. */
#define PASSWORD_VARIABLE "LETTERMILL_MAIL_PASSWORD"

/**
 * Finds the password to show the mail server: the first line of a file, else
 * the environment's, else none, and then it is for netrc to say. It never
 * stands on a command line, and no error names it.
 *
 * @param arena     owns it
 * @param file      or NULL
 * @param password  filled in; NULL: there is none
 * @param err       filled in on failure
 * @errors RULE_FILE_MISSING, RULE_FILE_UNREADABLE, RULE_PASSWORD: the file
 *         holds none
 */
enum status password_find(struct arena *arena, const char *file,
                          const char **password, struct error *err) MUST_CHECK;

#endif
