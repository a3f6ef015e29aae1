#include "cli/help.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct topic {
    const char *name;
    const char *text;
};

static const char beginning[] =
    "lettermill makes one letter for each council from one campaign folder.\n"
    "\n"
    "usage: lettermill COMMAND [OPTIONS] CAMPAIGN\n"
    "\n";

static const char end[] =
    "\n"
    "exit status\n"
    "  0    all well\n"
    "  1    some rows were refused; the other letters are made\n"
    "  2    nothing could start: usage, campaign, letter text, fonts\n"
    "  75   try again: disk full, too many open files, no time-stamp server,\n"
    "       mail server away, embargo, a table changed under the run\n"
    "  130  interrupted; what is on disk is whole\n"
    "\n"
    "example\n"
    "  lettermill check input/2022 && lettermill render input/2022\n";

/* What a command does; its synopsis comes from the tables of commands.def and
 * options.c. */
static const struct topic topics[] = {
    {"new",
     "Writes a campaign that can be rendered at once: three made-up councils,\n"
     "and every setting with a comment. The folder must be empty or new.\n"
     "With --from TABLE it is about a table of your own, CSV or .xlsx\n"
     "(book.xlsx#Sheet): which columns are figures, totals and groups is a "
     "guess\n"
     "from their names and cells, to be read in campaign.yaml.\n"
     "With --from CAMPAIGN it is next year's: texts and settings are taken\n"
     "over, dates and the years in title, reference and subject are a year "
     "on,\n"
     "this year's figures are in history.csv, and the tables keep all but the\n"
     "figures. Workbooks are not taken over.\n"
     "Exit status: 0 written, 2 nothing is written.\n"},
    {"columns",
     "Lists each column that settings, letter and e-mail need: which table "
     "has\n"
     "it, what its cells hold, who needs it. The tables need not be there "
     "yet.\n"
     "--template writes a table with these heads and one row as an example.\n"
     "Exit status: 0 all are there, 1 some are missing, 2 campaign.yaml "
     "cannot\n"
     "be read.\n"},
    {"check",
     "Reads the campaign, makes every letter in memory and reports everything\n"
     "that render could refuse, in order of file, line and column, to "
     "standard\n"
     "error. Writes no file. A summary goes to standard output.\n"
     "It warns of what other programs leave behind: error values (#DIV/0!),\n"
     "dates as numbers, lone dashes, HTML (&amp;), their placeholders\n"
     "({{name}}, [insert name]). A row that is the sum of others is an error.\n"
     "Tables, lists, averages and history may be sheets of a workbook:\n"
     "book.xlsx, or book.xlsx#Sheet where it has several. Dates and\n"
     "percentages are read as they are shown; a number for a code or a\n"
     "postcode, an error value, a formula without value and merged cells are\n"
     "errors at their cell: figures.xlsx:Figures!C14.\n"
     "\n"
     "Where campaign.yaml has seal: it looks at certificate and key, as far "
     "as\n"
     "that goes without asking for a passphrase.\n"
     "\n"
     "Logo and signature are PNG or SVG. Of SVG are read: svg, nested too, g,\n"
     "a, use, symbol, switch, path, rect, circle, ellipse, line, polyline,\n"
     "polygon; plain colours, fill and stroke; transforms; styles as\n"
     "attributes, in style=\"\" and in <style> by element, class and id; clip\n"
     "paths and viewports that cut nothing off; entities of plain text; UTF-8\n"
     "and UTF-16. What else would be drawn is refused. Before exporting,\n"
     "convert text to outlines, and dashed strokes and markers to paths; give\n"
     "shapes one plain colour instead of gradients and patterns; flatten\n"
     "transparency, masks, effects and blends; crop the shapes instead of\n"
     "clipping them; or give the picture as PNG.\n"
     "The words for those who cannot see the logo are sender.logo_alt, else\n"
     "sender.wordmark, else the SVG's own <title>; without any it is an "
     "error.\n"
     "\n"
     "lists: {NAME: FILE} joins files of many rows a council by code. Between\n"
     "((#NAME)) and ((/NAME)), alone on their lines, blocks, list items or\n"
     "rows of a table are printed for each row, in the file's order; a name\n"
     "there is the list's column first. ((^NAME)) is for councils without\n"
     "rows. ((NAME.count)) counts the rows, ((NAME.sum.COLUMN)) adds up whole\n"
     "numbers. checks: [\"NAME.sum.COLUMN = COLUMN\"] compares two counts of\n"
     "every council: columns, NAME.count, sums, STATISTIC.count and .total.\n"
     "\n"
     "A table has a row of heads, a line such as |:--|--:| under it, and rows\n"
     "with bars between their cells; \\| is a bar in a cell. The first column\n"
     "names the rows where its own head is filled. A line Table: WORDS before\n"
     "or after the table is its caption. Pages end between its rows.\n"
     "\n"
     "language: [cy, en-GB] makes one letter in both, the first language "
     "first;\n"
     "letter: and mail.body are then maps of files, and any setting that is\n"
     "words may be a map: title: {cy: WORDS, en-GB: WORDS}. ((COLUMN)) in the\n"
     "Welsh text is the column COLUMN_cy where there is one. The e-mail has "
     "the\n"
     "text in each language.\n"
     "\n"
     "Exit status: 0 well, 1 rows at fault, 2 no letter could be made.\n"},
    {"watch",
     "Shows the letter of one council as pages in a browser of this machine,\n"
     "at the address that it prints, and above them everything that check\n"
     "reports, with its place. Whatever changes in the campaign (settings,\n"
     "texts, tables, pictures, fonts, theme) shows as soon as it is saved. A\n"
     "letter that cannot be made any more stays as it was, grey, until the\n"
     "error is mended. The arrow keys go to other councils, ? lists the keys.\n"
     "It writes no file. It listens on 127.0.0.1 alone, which whoever is\n"
     "logged in to this machine can reach, and answers to no other name.\n"
     "Ctrl-C ends it.\n"
     "Exit status: 0 ended, 2 no such campaign, or the port is in use.\n"},
    {"render",
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
     "--strict makes nothing if any row asked for is at fault (exit status "
     "2).\n"
     "--only leaves the other letters and their rows in the manifest alone,\n"
     "and says which of them are not what the campaign says now, as when a\n"
     "mended row has changed their average (exit status 1).\n"
     "\n"
     "statistics: in campaign.yaml take a form by their keys:\n"
     "  rate          count, total\n"
     "  for each head count, population, per, decimals\n"
     "  count         count\n"
     "  amount        amount, unit, decimals; cells as \xC2\xA3"
     "1,250.50 or 1250.5\n"
     "  parts         total, parts: [{label, count}], which must sum to it\n"
     "All take label, of, minimum and shown (amounts no minimum). minimum is\n"
     "about the total of rates and parts, else about the count; 0 is not "
     "below\n"
     "it.\n"
     "\n"
     "averages: {method: pooled} divides sums: counts by totals, or by\n"
     "populations; of counts and amounts, which are out of nothing, it is the\n"
     "mean. {method: mean} is the mean of the councils' values. Councils of a\n"
     "group that have a value count, at least two. Where a row's figures are\n"
     "at fault, the letters that print the average or compare with the group\n"
     "are refused with it, until it is mended or campaign.yaml has\n"
     "averages: {method: pooled, incomplete: allow}. averages: {from: FILE}\n"
     "needs a line for each group that is compared and a column for each\n"
     "statistic but parts; a cell is what the statistic prints, with at most\n"
     "two decimals more, or none. A line for the group all is the average of\n"
     "everybody. A column year may give averages of earlier years.\n"
     "\n"
     "history: {from: FILE, breaks: {2021: why}} has the columns code, year,\n"
     "statistic, count, total and, if need be, part and note; amounts are in\n"
     "count, populations in total. Averages of earlier years come from the\n"
     "file of averages, or by the same method over the group's history.\n"
     "The note is for those who keep the file; no letter prints it.\n"
     "\n"
     "data_folder: .. names a folder, seen from the campaign's, in which "
     "tables\n"
     "may lie besides; campaigns may share them.\n"
     "\n"
     "--seal signs every letter (PAdES B-B; with --tsa B-T), as does seal: in\n"
     "campaign.yaml, which also says reason, location and the like. FILE is\n"
     "PKCS#12, or PEM with key, certificate and chain in one. The passphrase\n"
     "is the first line of --passphrase-file, else LETTERMILL_PASSPHRASE in\n"
     "the environment, else asked for at the terminal. What cannot seal is\n"
     "refused before the first letter: a first seal is made and checked as "
     "its\n"
     "reader will, with the chain of certificates above it, up to a root, "
     "which\n"
     "need not be known here, and its time stamp. A letter without its time "
     "stamp is\n"
     "refused; the others are made. The time-stamp server is asked through\n"
     "the proxy that http_proxy or https_proxy names, but for no_proxy.\n"
     "RSA gives the same bytes each time; ECDSA cannot.\n"},
    {"merge-manifest",
     "Proves that the parts which shards wrote to DIR are all there, came to\n"
     "their end, are of the same campaign and the same program, and hold "
     "every\n"
     "row once; then writes manifest.csv, rejected.csv and run.json as one\n"
     "undivided run would have. Otherwise it says what is wrong and writes\n"
     "nothing. Exit status: 0 well, 1 some rows were refused, 2 no whole.\n"},
    {"proof",
     "Draws every page of every letter and writes DIR/proof/index.html, one\n"
     "page to look through them all: search, sort, filter, open a letter "
     "beside\n"
     "the figures of its row, mark it as read or send it back with a reason. "
     "It\n"
     "needs a browser and no network. \"Look first\" sorts by doubt: far from\n"
     "the group, unlike last year, warnings. Several readers share the "
     "letters\n"
     "(index.html#reader=2/3), and each saves a sign-off file for approve.\n"
     "\n"
     "Letters whose pages changed since the last proof in DIR are marked, and\n"
     "so is what changed on the page. --against holds them against another\n"
     "folder: an older proof, an output with one, or an output without, where\n"
     "its manifest tells which letters changed, but not where.\n"
     "DIR/proof/proof.csv records each page for the next proof. With --only "
     "the\n"
     "page shows those letters alone; the others' drawings stay as they "
     "are.\n"},
    {"verify",
     "Reads PDF files back, this program's or any other's, and says of each\n"
     "whose letter it is, its SHA-256, whether it is what the manifest lists,\n"
     "whether its figures are right, and who sealed it. The manifest is the\n"
     "one beside the letters' folder. What a file says of PDF/UA and PDF/A is\n"
     "told as its claim, not checked. Scripts, launches and their kin are\n"
     "named wherever they are, and do not hold.\n"
     "\n"
     "Of a seal, anybody's, it says who made it and when, and whether it "
     "holds:\n"
     "the digest, the signature, the certificate, the time stamp, and what\n"
     "was added after it. Validation data (a DSS) and a document time stamp\n"
     "that nobody sees may be; all else is named as a change. --trust FILE\n"
     "names certificates that a chain may end at (PEM, any number, again and\n"
     "again); without it no chain is checked. A certificate has to be in "
     "force\n"
     "at the time of a time stamp that holds, else today. --sealed asks for a\n"
     "seal on every file. A file that takes more than ten seconds of "
     "processor\n"
     "time is too costly to read; pipes and devices are refused.\n"
     "\n"
     "A block of lines for each of up to three files, or with -v; a table for\n"
     "more; with -q only the files that do not hold. JSON is one object a "
     "line.\n"
     "Exit status: 0 all files hold, 1 some do not, 2 a file cannot be read "
     "or\n"
     "is no PDF file.\n"},
    {"approve",
     "Approves the letters in DIR and their e-mails; send refuses what was "
     "not\n"
     "approved or has changed since. All letters have to be there, made from\n"
     "the rows as they are now. Each e-mail is composed, and each letter read\n"
     "back from the disk and from its e-mail: its SHA-256 is the manifest's,\n"
     "the council's code and name in it are the row's, the recipients are the\n"
     "row's own, each at a domain that has something of the council's name or\n"
     "is allowed (--allow-domain, mail.allow_domains; an address that was\n"
     "approved stays so); no letter stands twice, and no address unless\n"
     "mail.shared_recipients is true. The first that does not hold ends it.\n"
     "Then each letter is made again and compared with its file.\n"
     "What was seen is printed and kept in DIR/ledger.db, with the name, the\n"
     "time, and hashes of what letters and e-mails say: so an approval holds\n"
     "on another machine, under other releases of a library and under a new\n"
     "seal of the same letter. A campaign without mail: has its letters\n"
     "approved. Rows without a "
     "letter\n"
     "are listed, and letters that are not e-mailed for want of an address;\n"
     "warnings are counted and accepted, or refused by --werror.\n"
     "With --signoff, once for each file that a reader of the proof saved, a\n"
     "letter is approved only if somebody read the very letter, and nobody\n"
     "sent it back; each that is not is named. --unread-ok accepts those that\n"
     "nobody read, and the ledger keeps which. Of one person's marks on a\n"
     "letter the last holds.\n"
     "What has left keeps its state when it is approved again, and may not\n"
     "differ, unless it was refused or has bounced.\n"
     "Exit status: 0 approved, 2 refused, 75 another run is at work with the\n"
     "ledger, or the disk is full.\n"},
    {"send",
     "Without --confirm nothing is sent: the e-mails are written to\n"
     "DIR/outbox/CODE.eml, a table of them is printed, and last what "
     "--confirm\n"
     "would do.\n"
     "--to-self sends samples to one's own address, marked as such, five or\n"
     "as many as --sample says, evenly out of all.\n"
     "--confirm sends what was approved and has not been sent; N has to be\n"
     "the number of letters. All are looked through before the first leaves,\n"
     "and each again before it leaves itself; what differs from what was\n"
     "approved stops it. DIR/ledger.db says of each letter, on the disk "
     "before\n"
     "its last byte leaves, that it is in flight; so none is sent twice,\n"
     "whatever ends the run. One whose connection was lost after the last "
     "byte,\n"
     "or whose server answered before it, is unknown: it may have arrived.\n"
     "It, one that was refused and one that has bounced are sent again by\n"
     "--resend alone.\n"
     "One that the server puts off is tried again after 1 minute (--retry\n"
     "SECONDS), then after 5, 15 and every 60 times as long, while there are\n"
     "others or for 15 minutes (--wait SECONDS), else by the next send.\n"
     "Five letters refused or unknown in a row, or more than 10% of 20 or\n"
     "more, stop the run. Ctrl-C lets those in flight finish.\n"
     "--not-before: no letter leaves before TIME, as 2022-07-27T09:00+01:00;\n"
     "else none before the day (UTC) mail.not_before, or else "
     "dates.publication,\n"
     "or else the letter's date.\n"
     "The password of mail.user is the first line of --password-file FILE, "
     "or\n"
     "in LETTERMILL_MAIL_PASSWORD, or in ~/.netrc. --trust FILE: certificates\n"
     "to trust (PEM), in place of the system's. --timeout SECONDS: to wait "
     "for\n"
     "an answer; 600. --allow-domain: as approve has it.\n"
     "Exit status: 0 all accepted; 1 some refused or unknown, listed in\n"
     "DIR/mail-rejected.csv; 2 nothing was sent; 75 the server is away, "
     "letters\n"
     "are put off, it is too early, the disk is full, another send is at "
     "work;\n"
     "130 interrupted.\n"},
    {"print",
     "Makes print jobs of the approved letters that go by post: those whose\n"
     "row has post.when true, or no e-mail address. campaign.yaml:\n"
     "\n"
     "  post:\n"
     "    when: \"((by_post))\"  # by post only; absent: rows without e-mail\n"
     "    address: [address_1, town, postcode]  # columns, or one with line\n"
     "                          # breaks; with the addressee 3 to 7 lines\n"
     "    window: notify        # dl, c5, din-5008-b, or millimetres:\n"
     "                          # {x: 20, y: 45, width: 85, height: 45}\n"
     "    sides: duplex         # simplex\n"
     "    mark: text            # none, datamatrix: on the front of each "
     "sheet\n"
     "    order: row            # postcode, sheets\n"
     "    max_sheets: 5         # pieces with more are listed\n"
     "    max_letters: 1000     # in a job\n"
     "    fold_marks: false\n"
     "\n"
     "  delivery: {email: By email, post: By post}\n"
     "\n"
     "The last line of an address is a UK postcode or a country. dl and c5 "
     "are\n"
     "windows 90 by 35 mm, 20 mm from the left, 18 and 60 mm from the bottom:\n"
     "the address is set where it shows wherever the sheet slides to, six\n"
     "lines and five. Nothing else comes within 5 mm of a window.\n"
     "DIR/print/JOB.pdf has the pages, fonts once, in duplex a blank back\n"
     "after a letter of odd pages; JOB.csv a line a piece (a letter in its\n"
     "envelope); JOB.txt the totals that a print house signs for, with the\n"
     "SHA-256 of the PDF. Jobs are CAMPAIGN-1, -2 and so on. A mark is\n"
     "\"piece \u00B7 sheet / sheets\" 7 mm above the bottom, or a Data Matrix\n"
     "in the left margin that says JOB PIECE SHEET SHEETS.\n"
     "A letter is printed once, and is then as sent as one that was e-mailed:\n"
     "approve takes no other in its place. --reprint prints pieces again, by\n"
     "code or number, with their numbers, as JOB-R1. --returned FILE records\n"
     "pieces that came back or were spoilt; a letter that came back may be\n"
     "approved and printed anew (--reprint), with another address, or may go\n"
     "by e-mail. --proof prints what is there now, approved or not, with\n"
     "SPECIMEN on each page.\n"
     "The PDF is plain 1.7, which every digital press and office printer "
     "takes;\n"
     "PDF/X is about inks of offset presses, AFP and PCL are what a print\n"
     "house's own server makes of PDF for its machines. It has no tags: the\n"
     "letters for readers are DIR/letters. To a printer under CUPS:\n"
     "\n"
     "  lp -d PRINTER -o media=A4 -o sides=two-sided-long-edge \\\n"
     "     -o print-scaling=none DIR/print/JOB.pdf\n"
     "\n"
     "Exit status: 0 well, or nothing was left to print; 2 nothing was "
     "printed:\n"
     "a letter was not approved as it is; 75 disk full, another run at work;\n"
     "130 interrupted.\n"},
    {"publish",
     "Makes the public pages of what was approved: DIR/site, or the folder\n"
     "that publish.folder names. A double click on index.html shows them, and\n"
     "so does any web server; no script runs. A page a council (the letter,\n"
     "its figures, the PDF as it was made), lists, a table of all figures,\n"
     "a page a statistic with the highest first, and data/: the figures as\n"
     "CSV with their meaning (CSVW, Data Package), as JSON, and of all years\n"
     "in history.csv.\n"
     "campaign.yaml needs\n"
     "  publish:\n"
     "    url: https://www.example.org/performance/   where they will be\n"
     "    licence: {name: ..., url: ...}              what others may do\n"
     "    withhold: {chief_executive: Chief Executive}\n"
     "and may have map (a HexJSON file, odd-r, by code), letters: false (no\n"
     "PDF files), folder, successors (a CSV file: code,replaced_by).\n"
     "withhold names the columns whose values are in no page and no data, and\n"
     "the words instead; {} withholds nothing. A letter that spells such a\n"
     "value out is refused. E-mail addresses are never published. The PDF\n"
     "files are what they are.\n"
     "A figure that a letter does not print is not published; its note says\n"
     "why.\n"
     "The site is made beside the old one and put in its place whole; files\n"
     "that did not change are not written again. Files of other years and of\n"
     "your own stay. The same inputs give the same bytes.\n"
     "Before dates.publication it refuses, unless --embargoed: then every "
     "page\n"
     "and file says so. --only updates these councils and what lists them.\n"
     "--withdraw takes councils out, until --only names them.\n"
     "Exit status: 0 published, 2 refused, 75 before the day, the disk is "
     "full,\n"
     "or another run publishes there. Unless it is 0 the old site is as it "
     "was.\n"},
    {"status",
     "Reads DIR/ledger.db, beside a run that sends too, and says what became\n"
     "of each letter, since when, and why: printed or returned (by post); its\n"
     "e-mail ready, in flight,\n"
     "accepted, refused, deferred (tried again), unknown (the connection was\n"
     "lost after the last byte), bounced, not e-mailed (the row has no\n"
     "address). A summary comes first. -q: those alone that need a person.\n"
     "-v: all that happened, in order; in csv and json that alone.\n"
     "Exit status: 0 well, 1 a letter needs a person: refused, unknown,\n"
     "bounced or returned; 2 nothing was approved, or the ledger cannot be "
     "read.\n"},
    {"bounces",
     "Reads the reports (RFC 3464, and qmail's) in Maildirs, mailbox files\n"
     "and messages, and notes in DIR/ledger.db which e-mails did not arrive;\n"
     "with -o the campaign may be left out. A report is matched by the\n"
     "Message-ID of what it is about, or, where it names none, by the\n"
     "address. Read twice, it is noted once. DIR/mail-rejected.csv lists all\n"
     "that need a person.\n"
     "Exit status: 0 all reports were read; 1 some are about no letter, or an\n"
     "entry of a Maildir cannot be read; 2 a mailbox or the ledger cannot be;\n"
     "75 another run is at work with the ledger.\n"},
};

/* The start of help's second column. */
enum { COLUMN = 26, MEASURE = 79 };

/* Prints a name and its description, on one line or more. */
static void print_entry(const char *name, const char *about, FILE *out)
{
    int at = fprintf(out, "  %s", name);

    if (at > COLUMN - 2) {
        fputc('\n', out);
        at = 0;
    }
    fprintf(out, "%*s", COLUMN - at, "");
    for (; *about; about++) {
        fputc(*about, out);
        if (*about == '\n')
            fprintf(out, "%*s", COLUMN, "");
    }
    fputc('\n', out);
}

/* Prints the options of a command, or all for NULL. */
static void print_options(const struct command *command, FILE *out)
{
    size_t count;
    const struct option_entry *options = options_all(&count);
    char name[64];

    fputs("options\n", out);
    for (size_t i = 0; i < count; i++) {
        const struct option_entry *option = &options[i];
        if (command && !commands_takes(command, option->name))
            continue;
        snprintf(name, sizeof name,
                 option->letter ? "-%c, --%s%s%s" : "%c   --%s%s%s",
                 option->letter ? option->letter : ' ', option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        print_entry(name, option->help, out);
    }
}

/* A synopsis leaves out the common options and those among its arguments. */
static bool is_in_synopsis(const struct command *command, const char *option)
{
    static const char *const unsaid[] = {"help",  "version", "no-progress",
                                         "quiet", "verbose", "fonts"};

    for (size_t i = 0; i < sizeof unsaid / sizeof *unsaid; i++)
        if (strcmp(option, unsaid[i]) == 0)
            return false;
    return commands_takes(command, option) &&
           (strcmp(option, "by") != 0 || !strstr(command->arguments, "--by"));
}

/* Prints a word of a synopsis, on the next line if it does not fit. */
static void print_word(const char *word, int indent, int *at, FILE *out)
{
    const int width = (int)strlen(word) + 1;

    if (*at + width > MEASURE) {
        fprintf(out, "\n%*s", indent - 1, "");
        *at = indent - 1;
    }
    *at += fprintf(out, " %s", word);
}

static void print_synopsis(const struct command *command, FILE *out)
{
    const int indent = fprintf(out, "usage: lettermill %s", command->name) + 1;
    size_t count;
    const struct option_entry *options = options_all(&count);
    int at = indent - 1;
    char word[64];

    for (size_t i = 0; i < count; i++) {
        const struct option_entry *option = &options[i];
        if (!is_in_synopsis(command, option->name))
            continue;
        snprintf(word, sizeof word, option->letter ? "[-%s%s%s]" : "[--%s%s%s]",
                 option->letter ? (char[]){(char)option->letter, '\0'}
                                : option->name,
                 option->value ? " " : "", option->value ? option->value : "");
        print_word(word, indent, &at, out);
    }
    print_word(command->arguments, indent, &at, out);
    fputs("\n\n", out);
}

static int print_overview(FILE *out)
{
    size_t count;
    const struct command *commands = commands_all(&count);
    char name[64];

    fputs(beginning, out);
    for (size_t i = 0; i < count; i++) {
        snprintf(name, sizeof name, "%s %s", commands[i].name,
                 commands[i].arguments);
        print_entry(name, commands[i].about, out);
    }
    fputc('\n', out);
    print_options(NULL, out);
    return fputs(end, out) < 0;
}

int help_print(const struct command *command, FILE *out)
{
    if (!command)
        return print_overview(out);
    print_synopsis(command, out);
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (strcmp(command->name, topics[i].name) == 0)
            fputs(topics[i].text, out);
    fputc('\n', out);
    print_options(command, out);
    return ferror(out) != 0;
}
