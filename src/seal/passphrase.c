#include "seal/passphrase.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/utf8.h"

/** What Ctrl-C sends. */
enum { CANCEL = 3 };

static enum status too_long(struct location location, struct error *err)
{
    return error_set(err, RULE_SEAL_PASSPHRASE, location, NULL,
                     "the passphrase is longer than %d bytes",
                     PASSPHRASE_SIZE - 1);
}

/* Reads a line without stdio, whose buffers would keep a copy. The byte @p
 * cancel gives it up. */
static enum status read_line(int file, struct location location, char cancel,
                             struct passphrase *passphrase, struct error *err)
{
    size_t length = 0;
    ssize_t got;

    while ((got = read(file, passphrase->text + length, 1)) == 1 &&
           passphrase->text[length] != '\n') {
        if (passphrase->text[length] == cancel)
            return error_set(err, RULE_SEAL_PASSPHRASE, location, NULL,
                             "no passphrase was given");
        if (++length == PASSPHRASE_SIZE)
            return too_long(location, err);
    }
    if (got < 0)
        return error_set_errno(err, RULE_FILE_UNREADABLE, location.file,
                               "read");
    if (length && passphrase->text[length - 1] == '\r')
        length--;
    passphrase->text[length] = '\0';
    passphrase->length = length;
    return STATUS_OK;
}

static bool begins_with(const struct passphrase *passphrase, const char *mark)
{
    const size_t length = strlen(mark);

    return passphrase->length >= length &&
           memcmp(passphrase->text, mark, length) == 0;
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

/* @return a character, or -1 at the end of the line; -2: there is none here */
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

/* A line of UTF-16, as Windows PowerShell writes it, into UTF-8. */
static enum status read_wide_line(int file, struct location location,
                                  bool big_endian,
                                  struct passphrase *passphrase,
                                  struct error *err)
{
    enum { ENCODED_MAX = 4, MARK_SIZE = 2 };
    int codepoint;

    passphrase_forget(passphrase);
    if (lseek(file, MARK_SIZE, SEEK_SET) != MARK_SIZE)
        return error_set(err, RULE_SEAL_PASSPHRASE, location, NULL,
                         "is UTF-16; save it as UTF-8");
    while ((codepoint = read_wide(file, big_endian)) >= 0) {
        if (passphrase->length + ENCODED_MAX >= PASSPHRASE_SIZE)
            return too_long(location, err);
        passphrase->length += utf8_encode(
            (uint32_t)codepoint, passphrase->text + passphrase->length);
    }
    if (codepoint == -2)
        return error_set(err, RULE_SEAL_PASSPHRASE, location, NULL,
                         "is no text in UTF-16; save it as UTF-8");
    return STATUS_OK;
}

/* Notepad and PowerShell begin a file with a byte-order mark, which is no part
 * of the passphrase. */
static enum status take_mark(int file, struct location location,
                             struct passphrase *passphrase, struct error *err)
{
    static const char utf8[] = "\xEF\xBB\xBF";
    const bool little_endian = begins_with(passphrase, "\xFF\xFE");

    if (little_endian || begins_with(passphrase, "\xFE\xFF"))
        return read_wide_line(file, location, !little_endian, passphrase, err);
    if (begins_with(passphrase, utf8)) {
        passphrase->length -= strlen(utf8);
        memmove(passphrase->text, passphrase->text + strlen(utf8),
                passphrase->length + 1);
    }
    if (memchr(passphrase->text, '\0', passphrase->length))
        return error_set(err, RULE_SEAL_PASSPHRASE, location, NULL,
                         "holds bytes of zero, as UTF-16 does; save it as "
                         "UTF-8");
    return STATUS_OK;
}

static enum status read_file(const char *path, struct passphrase *passphrase,
                             struct error *err)
{
    const struct location location = {path, 0, 0};
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    enum status status;

    if (file < 0)
        return error_set_errno(err, RULE_FILE_MISSING, path, "open");
    status = read_line(file, location, '\n', passphrase, err);
    if (status == STATUS_OK)
        status = take_mark(file, location, passphrase, err);
    close(file);
    return status;
}

static enum status copy_variable(const char *variable,
                                 struct passphrase *passphrase,
                                 struct error *err)
{
    const size_t length = strlen(variable);

    if (length >= sizeof passphrase->text)
        return too_long(NO_LOCATION, err);
    memcpy(passphrase->text, variable, length + 1);
    passphrase->length = length;
    return STATUS_OK;
}

/* The terminal shows nothing, and Ctrl-C ends the line instead of the program,
 * which would leave it that way. */
static void hide(struct termios *terminal)
{
    terminal->c_lflag &= ~(tcflag_t)(ECHO | ISIG);
    terminal->c_cc[VEOL] = CANCEL;
}

static void say(int terminal, const char *words)
{
    /* A question that does not arrive is one that nobody answers. */
    if (write(terminal, words, strlen(words)) < 0)
        return;
}

static enum status ask(int terminal, const char *key,
                       struct passphrase *passphrase, struct error *err)
{
    struct termios shown;
    struct termios hidden;
    enum status status;

    if (tcgetattr(terminal, &shown) != 0)
        return error_set_errno(err, RULE_SEAL_PASSPHRASE, "/dev/tty", "read");
    hidden = shown;
    hide(&hidden);
    tcsetattr(terminal, TCSAFLUSH, &hidden);
    say(terminal, "Passphrase of ");
    say(terminal, key);
    say(terminal, ": ");
    status = read_line(terminal, (struct location){key, 0, 0}, CANCEL,
                       passphrase, err);
    tcsetattr(terminal, TCSAFLUSH, &shown);
    say(terminal, "\n");
    return status;
}

static enum status none(const char *key, struct error *err)
{
    return error_set(err, RULE_SEAL_PASSPHRASE, (struct location){key, 0, 0},
                     NULL,
                     "a passphrase is wanted; name a file that holds it with "
                     "--passphrase-file, or set LETTERMILL_PASSPHRASE");
}

enum status passphrase_find(const struct passphrase_ways *ways, const char *key,
                            struct passphrase *passphrase, struct error *err)
{
    enum status status;
    int terminal;

    *passphrase = (struct passphrase){.length = 0};
    if (ways->file)
        return read_file(ways->file, passphrase, err);
    if (ways->variable)
        return copy_variable(ways->variable, passphrase, err);
    terminal = ways->ask ? open("/dev/tty", O_RDWR | O_CLOEXEC) : -1;
    if (terminal < 0)
        return none(key, err);
    status = ask(terminal, key, passphrase, err);
    close(terminal);
    return status;
}

void passphrase_forget(struct passphrase *passphrase)
{
    OPENSSL_cleanse(passphrase, sizeof *passphrase);
}
