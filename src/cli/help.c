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
    "  proof   CAMPAIGN   pictures of all pages, and a page to read them on\n"
    "  merge-manifest DIR joins what shards wrote, if it makes one whole\n"
    "  verify  FILE.pdf   what a letter claims, and whether it holds\n"
    "  status  CAMPAIGN   what became of the letters' e-mails\n"
    "  bounces CAMPAIGN MAILDIR|FILE\n"
    "                     notes which e-mails came back\n"
    "\n"
    "options\n"
    "  -o, --output DIR        where to write; default output/<campaign>\n"
    "      --only CODE[,CODE]  these councils and no others\n"
    "  -j, --jobs N            threads; default: as many as processors\n"
    "      --strict            make nothing if anything is wrong\n"
    "      --werror            take warnings for errors\n"
    "      --format FORMAT     of diagnostics and verdicts: text, json, csv\n"
    "      --shard K/N         these rows of N parts; auto: as Slurm, "
    "Kubernetes,\n"
    "                          AWS Batch, GNU parallel ... say\n"
    "      --shards N          how many parts there are, for --shard auto\n"
    "      --force             make letters again that did not change\n"
    "      --prune             remove letters whose row has gone\n"
    "      --fsync WHEN        end (default): once for all, each, or none\n"
    "      --fonts DIR         folder with fonts.yaml\n"
    "      --dpi N             of a proof's pages, 30 to 300; default 144\n"
    "      --against DIR       an older proof or output to hold a proof "
    "against\n"
    "      --manifest FILE     to verify against; default: the one beside the\n"
    "                          letters' folder\n"
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
     "usage: lettermill render [-o DIR] [--only CODE,...] [-j N] [--force]\n"
     "                         [--prune] [--shard K/N|auto [--shards N]]\n"
     "                         [--fsync end|each|none] [--strict] CAMPAIGN\n"
     "\n"
     "Makes the letters: DIR/letters/*.pdf, DIR/manifest.csv and, where rows\n"
     "were refused, DIR/rejected.csv with a reason for each. Each file is\n"
     "written under a temporary name and renamed: whole or not at all. The\n"
     "same inputs give the same bytes.\n"
     "A letter is not made again if it is there as the manifest has it and\n"
     "none of its inputs changed (row, averages, text, theme, fonts, artwork,\n"
     "version); --force makes all again. What comes out is the same.\n"
     "A letter whose row is refused now is removed. One whose row has gone is\n"
     "reported and listed in DIR/gone.csv until --prune removes it.\n"
     "A run that is killed leaves DIR/manifest.unfinished.csv; the next one\n"
     "goes on from there. There is no manifest.csv while it is not true.\n"
     "--fsync=end brings all letters to the disk at once before the manifest\n"
     "is written, each brings every file before its rename, none leaves it to\n"
     "the machine.\n"
     "--shard makes the letters of one part; rows go to parts by a hash of\n"
     "their code. Every part writes to the same DIR, with K-of-N in the names\n"
     "of its manifest.csv, rejected.csv and run.json; merge-manifest joins "
     "them.\n"
     "DIR/run.json has versions, counts and times of the run.\n"
     "--strict makes nothing if any row is at fault (exit status 2).\n"
     "--only leaves the other letters and their rows in the manifest alone.\n"},
    {"merge-manifest",
     "usage: lettermill merge-manifest DIR\n"
     "\n"
     "Proves that the parts which shards wrote to DIR are all there, came to\n"
     "their end, are of the same campaign and the same program, and hold "
     "every\n"
     "row once; then writes manifest.csv, rejected.csv and run.json as one\n"
     "undivided run would have. Otherwise it says what is wrong and writes\n"
     "nothing. Exit status: 0 well, 1 some rows were refused, 2 no whole.\n"},
    {"proof",
     "usage: lettermill proof [-o DIR] [--only CODE,...] [-j N] [--dpi N]\n"
     "                        [--against DIR] CAMPAIGN\n"
     "\n"
     "Paints every page of every letter and writes DIR/proof/index.html, one\n"
     "page to look through them all: search, sort, filter, open a letter "
     "beside\n"
     "the figures of its row, mark it as read. It needs a browser and no\n"
     "network. The pages' pictures are DIR/proof/pages/*.png.\n"
     "\n"
     "Letters whose pages changed since the last proof in DIR are marked, and\n"
     "so is what changed on the page. --against holds them against another\n"
     "folder: an older proof, an output with one, or an output without, where\n"
     "its manifest tells which letters changed, but not where.\n"
     "DIR/proof/proof.csv records each page for the next proof. With --only "
     "the\n"
     "page shows those letters alone; the others' pictures stay as they "
     "are.\n"},
    {"verify",
     "usage: lettermill verify [--manifest FILE] [--format text|json|csv]\n"
     "                         FILE.pdf...\n"
     "\n"
     "Reads PDF files back, this program's or any other's, and says of each\n"
     "whose letter it is, its SHA-256, whether it is what the manifest lists,\n"
     "which of PDF/UA and PDF/A it claims, and whether its tags, fonts,\n"
     "attachments and figures bear that out. The manifest is the one beside\n"
     "the letters' folder. Of the standards it checks what a program can see\n"
     "at little cost; it is no full checker. Seals are found, not checked: a\n"
     "sealed file does not hold.\n"
     "\n"
     "A block of lines for each of up to three files, or with -v; a table for\n"
     "more; with -q only the files that do not hold. JSON is one object a "
     "line.\n"
     "Exit status: 0 all that is claimed holds, 1 something does not,\n"
     "2 a file cannot be read or is no PDF file.\n"},
    {"status",
     "usage: lettermill status [-o DIR] [--only CODE,...] [-q] [-v]\n"
     "                         [--format text|json|csv] CAMPAIGN\n"
     "\n"
     "Reads DIR/ledger.db, beside a run that sends too, and says what became\n"
     "of each letter's e-mail, since when, and why: ready, in flight,\n"
     "accepted, refused, deferred (tried again), unknown (the connection was\n"
     "lost after the last byte), bounced. A summary comes first. -q: those\n"
     "alone that need a person. -v: all that happened, in order; in csv and\n"
     "json that alone.\n"
     "Exit status: 0 well, 1 a letter needs a person: refused, unknown or\n"
     "bounced; 2 nothing was approved, or the ledger cannot be read.\n"},
    {"bounces",
     "usage: lettermill bounces [-o DIR] [-q] [--format text|json|csv]\n"
     "                          CAMPAIGN MAILDIR|FILE...\n"
     "\n"
     "Reads the reports (RFC 3464) in Maildirs, mailbox files and messages "
     "and\n"
     "notes in DIR/ledger.db which e-mails did not arrive; with -o the\n"
     "campaign may be left out. A report is matched by the Message-ID of what\n"
     "it is about, or, where it names none, by the address. Read twice, it is\n"
     "noted once. DIR/mail-rejected.csv lists all that need a person.\n"
     "Exit status: 0 all reports were read; 1 some are about no letter or\n"
     "cannot be read; 2 a mailbox or the ledger cannot be; 75 another run is\n"
     "at work with the ledger.\n"},
};

int help_print(const char *command, FILE *out)
{
    for (size_t i = 0; command && i < sizeof topics / sizeof *topics; i++)
        if (strcmp(command, topics[i].name) == 0)
            return fputs(topics[i].text, out) < 0;
    return fputs(overview, out) < 0;
}
