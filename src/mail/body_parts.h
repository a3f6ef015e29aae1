#ifndef MAIL_BODY_PARTS_H
#define MAIL_BODY_PARTS_H

/** assets/mail/mail.css: no colours but that of lines, which stands out from
 *  white and from black alike; all others are the reader's own. */
extern const unsigned char mail_css[];

#endif
