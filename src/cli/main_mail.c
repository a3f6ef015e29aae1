/* lettermill-mail: the commands that need libraries for mail. */
#include "cli/main_mail.h"
#include "cli/program.h"

#define RUN_MAIL(function, word) {word, cmd_##function},
#define RUN_CORE(function, word)
#define RUN_VERIFY(function, word)
#define RUN_WATCH(function, word)
#define COMMAND(program, function, word, shown, does, takes)                   \
    RUN_##program(function, word)

static const struct program_runner runners[] = {
#include "cli/commands.def"
    {"approve", main_mail_approve},
};

int main(int count, char **words)
{
    return program_main(count, words, runners,
                        sizeof runners / sizeof *runners);
}
