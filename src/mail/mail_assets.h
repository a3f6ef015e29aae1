#ifndef MAIL_MAIL_ASSETS_H
#define MAIL_MAIL_ASSETS_H

/** assets/mail/mail.css: for the light and for the dark; the lines of the table
 *  stand out from both. */
extern const unsigned char mail_css[];

#endif
