#include "base/secret.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/utf8.h"

const struct secret_kind secret_passphrase = {"passphrase", "--passphrase-file",
                                              "LETTERMILL_PASSPHRASE",
                                              RULE_SEAL_PASSPHRASE};

const struct secret_kind secret_password = {
    "password", "--password-file", "LETTERMILL_MAIL_PASSWORD", RULE_PASSWORD};

/** What Ctrl-C sends. */
enum { CANCEL = 3 };

/** A secret that is being read. */
struct secret_reader {
    const struct secret_kind *kind;
    int file;
    struct location location;
    struct secret *secret;
    struct error *err;
};

static enum status report(const struct secret_reader *reader,
                          const char *message)
{
    return error_set(reader->err, reader->kind->rule, reader->location, NULL,
                     "%s", message);
}

static enum status report_length(const struct secret_reader *reader)
{
    return error_set(reader->err, reader->kind->rule, reader->location, NULL,
                     "the %s is longer than %d bytes", reader->kind->name,
                     SECRET_SIZE - 1);
}

/* Reads a line without stdio, whose buffers would keep a copy. The byte @p
 * cancel ends the attempt. */
static enum status read_line(const struct secret_reader *reader, char cancel)
{
    struct secret *secret = reader->secret;
    char *end = secret->text;
    ssize_t got;

    while ((got = read(reader->file, end, 1)) == 1 && *end != '\n') {
        if (*end == cancel)
            return error_set(reader->err, reader->kind->rule, reader->location,
                             NULL, "no %s was given", reader->kind->name);
        if (++end == secret->text + SECRET_SIZE)
            return report_length(reader);
    }
    if (got < 0)
        return error_set_errno(reader->err, RULE_FILE_UNREADABLE,
                               reader->location.file, "read");
    if (end > secret->text && end[-1] == '\r')
        end--;
    *end = '\0';
    secret->length = (size_t)(end - secret->text);
    return STATUS_OK;
}

static bool begins_with(const struct secret *secret, const char *mark)
{
    const size_t length = strlen(mark);

    return secret->length >= length && memcmp(secret->text, mark, length) == 0;
}

/* @return a unit of UTF-16, or -1 at the end */
static int read_unit(int file, bool big_endian)
{
    unsigned char bytes[2];

    for (int i = 0; i < 2; i++)
        if (read(file, &bytes[i], 1) != 1)
            return -1;
    return big_endian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0];
}

static bool is_surrogate(int unit)
{
    return unit >= 0xD800 && unit < 0xE000;
}

/* @return a character; -1 at the end of the line; -2 for invalid bytes */
static int read_wide(int file, bool big_endian)
{
    const int unit = read_unit(file, big_endian);
    int second;

    if (unit < 0 || unit == '\n' || unit == '\r')
        return -1;
    if (!is_surrogate(unit))
        return unit ? unit : -2;
    second = read_unit(file, big_endian);
    if (unit >= 0xDC00 || second < 0xDC00 || second > 0xDFFF)
        return -2;
    return 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
}

/* Turns a line of UTF-16, as Windows PowerShell writes it, into UTF-8. */
static enum status read_wide_line(const struct secret_reader *reader,
                                  bool big_endian)
{
    enum { ENCODED_MAX = 4, MARK_SIZE = 2 };
    struct secret *secret = reader->secret;
    int codepoint;

    secret_forget(secret);
    if (lseek(reader->file, MARK_SIZE, SEEK_SET) != MARK_SIZE)
        return report(reader, "is UTF-16; save it as UTF-8");
    while ((codepoint = read_wide(reader->file, big_endian)) >= 0) {
        if (secret->length + ENCODED_MAX >= SECRET_SIZE)
            return report_length(reader);
        secret->length +=
            utf8_encode((uint32_t)codepoint, secret->text + secret->length);
    }
    if (codepoint == -2)
        return report(reader, "is no text in UTF-16; save it as UTF-8");
    return STATUS_OK;
}

/* Notepad and PowerShell begin a file with a byte-order mark, which is not
 * part of the secret. */
static enum status take_mark(const struct secret_reader *reader)
{
    static const char utf8[] = "\xEF\xBB\xBF";
    struct secret *secret = reader->secret;
    const bool little_endian = begins_with(secret, "\xFF\xFE");

    if (little_endian || begins_with(secret, "\xFE\xFF"))
        return read_wide_line(reader, !little_endian);
    if (begins_with(secret, utf8)) {
        secret->length -= strlen(utf8);
        memmove(secret->text, secret->text + strlen(utf8), secret->length + 1);
    }
    if (memchr(secret->text, '\0', secret->length))
        return report(reader, "holds bytes of zero, as UTF-16 does; save it as "
                              "UTF-8");
    return STATUS_OK;
}

static enum status read_file(struct secret_reader *reader, const char *path)
{
    enum status status;

    reader->location = (struct location){path, 0, 0};
    reader->file = open(path, O_RDONLY | O_CLOEXEC);
    if (reader->file < 0)
        return error_set_errno(reader->err, RULE_FILE_MISSING, path, "open");
    status = read_line(reader, '\n');
    if (status == STATUS_OK)
        status = take_mark(reader);
    close(reader->file);
    return status;
}

static enum status copy_variable(struct secret_reader *reader,
                                 const char *variable)
{
    const size_t length = strlen(variable);

    reader->location = NO_LOCATION;
    if (length >= SECRET_SIZE)
        return report_length(reader);
    memcpy(reader->secret->text, variable, length + 1);
    reader->secret->length = length;
    return STATUS_OK;
}

/* Turns off the terminal's echo. Ctrl-C ends the line, not the program: a
 * killed program would leave the echo off. */
static void hide(struct termios *terminal)
{
    terminal->c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    terminal->c_cc[VEOL] = CANCEL;
}

static enum status ask(const struct secret_reader *reader)
{
    struct termios shown;
    struct termios hidden;
    enum status status;

    if (tcgetattr(reader->file, &shown) != 0)
        return error_set_errno(reader->err, reader->kind->rule, "/dev/tty",
                               "read");
    hidden = shown;
    hide(&hidden);
    tcsetattr(reader->file, TCSAFLUSH, &hidden);
    dprintf(reader->file, "%c%s of %s: ", reader->kind->name[0] - 'a' + 'A',
            reader->kind->name + 1, reader->location.file);
    status = read_line(reader, CANCEL);
    tcsetattr(reader->file, TCSAFLUSH, &shown);
    dprintf(reader->file, "\n");
    return status;
}

static enum status report_none(const struct secret_reader *reader)
{
    const struct secret_kind *kind = reader->kind;

    return error_set(reader->err, kind->rule, reader->location, NULL,
                     "a %s is wanted; name a file that holds it with %s, or "
                     "set %s",
                     kind->name, kind->option, kind->variable);
}

enum status secret_find(const struct secret_kind *kind,
                        const struct secret_ways *ways, const char *owner,
                        struct secret *secret, struct error *err)
{
    struct secret_reader reader = {kind, -1, (struct location){owner, 0, 0},
                                   secret, err};
    enum status status;

    secret->length = 0;
    if (ways->file)
        return read_file(&reader, ways->file);
    if (ways->variable)
        return copy_variable(&reader, ways->variable);
    reader.file = ways->ask ? open("/dev/tty", O_RDWR | O_CLOEXEC) : -1;
    if (reader.file < 0)
        return report_none(&reader);
    status = ask(&reader);
    close(reader.file);
    return status;
}

void secret_forget(struct secret *secret)
{
    explicit_bzero(secret, sizeof *secret);
}
