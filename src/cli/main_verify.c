/* lettermill-verify: reads PDF files of any origin. */
#include "cli/program.h"

#define RUN_VERIFY(function, word) {word, cmd_##function},
#define RUN_CORE(function, word)
#define RUN_MAIL(function, word)
#define RUN_WATCH(function, word)
#define COMMAND(program, function, word, shown, does, takes)                   \
    RUN_##program(function, word)

static const struct program_runner runners[] = {
#include "cli/commands.def"
};

int main(int count, char **words)
{
    return program_main(count, words, runners,
                        sizeof runners / sizeof *runners);
}
