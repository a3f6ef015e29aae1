#ifndef LEDGER_LEDGER_SCHEMA_H
#define LEDGER_LEDGER_SCHEMA_H

/** assets/mail/ledger.sql, put into the program by src/embed.cmake; ends with
 *  a NUL. */
extern const unsigned char ledger_schema[];

#endif
