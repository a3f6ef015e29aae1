#include "cli/help.h"

#include <string.h>

struct topic {
    const char *name;
    const char *text;
};

static const char overview[] =
    "lettermill makes one letter for each council from one campaign folder.\n"
    "\n"
    "usage: lettermill COMMAND [OPTIONS] CAMPAIGN\n"
    "\n"
    "  check   CAMPAIGN   every problem in the inputs; makes nothing\n"
    "  render  CAMPAIGN   the letters and their manifest\n"
    "\n"
    "options\n"
    "  -o, --output DIR        where to write; default output/<campaign>\n"
    "      --only CODE[,CODE]  these councils and no others\n"
    "  -j, --jobs N            threads; default: as many as processors\n"
    "      --strict            make nothing if anything is wrong\n"
    "      --werror            take warnings for errors\n"
    "      --format FORMAT     of diagnostics: text, json or csv\n"
    "      --fsync WHEN        each (default), end or none\n"
    "      --fonts DIR         folder with fonts.yaml\n"
    "      --no-progress       no progress on the terminal\n"
    "  -q, --quiet             diagnostics only\n"
    "  -v, --verbose           progress into a log file too\n"
    "  -h, --help              this, or: lettermill COMMAND --help\n"
    "      --version\n"
    "\n"
    "exit status\n"
    "  0    all well\n"
    "  1    some rows were refused; the other letters are made\n"
    "  2    nothing could start: usage, campaign, letter text, fonts\n"
    "  75   try again: disk full, too many open files\n"
    "  130  interrupted; what is on disk is whole\n"
    "\n"
    "example\n"
    "  lettermill check input/2022 && lettermill render input/2022\n";

static const struct topic topics[] = {
    {"check",
     "usage: lettermill check [--only CODE,...] [--format text|json|csv] "
     "CAMPAIGN\n"
     "\n"
     "Reads the campaign, makes every letter in memory and reports everything\n"
     "that render could refuse, in order of file, line and column, to "
     "standard\n"
     "error. Writes no file. A summary goes to standard output.\n"
     "Exit status: 0 well, 1 rows at fault, 2 no letter could be made.\n"},
    {"render",
     "usage: lettermill render [-o DIR] [--only CODE,...] [-j N] CAMPAIGN\n"
     "\n"
     "Makes the letters: DIR/letters/*.pdf, DIR/manifest.csv and, where rows\n"
     "were refused, DIR/rejected.csv with a reason for each. Each file is\n"
     "written under a temporary name and renamed: whole or not at all. The\n"
     "same inputs give the same bytes.\n"
     "--strict makes nothing if any row is at fault (exit status 2).\n"
     "--only leaves the other letters and their rows in the manifest alone.\n"},
};

int help_print(const char *command, FILE *out)
{
    for (size_t i = 0; command && i < sizeof topics / sizeof *topics; i++)
        if (strcmp(command, topics[i].name) == 0)
            return fputs(topics[i].text, out) < 0;
    return fputs(overview, out) < 0;
}
