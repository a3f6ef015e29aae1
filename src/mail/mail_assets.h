#ifndef MAIL_MAIL_ASSETS_H
#define MAIL_MAIL_ASSETS_H

/** assets/mail/mail.css: for light and dark backgrounds; the table's lines are
 *  visible on both. */
extern const unsigned char mail_css[];

#endif
