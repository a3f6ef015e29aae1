#include "data/postcode.h"

#include <stddef.h>
#include <string.h>

#include "base/ascii.h"

/** Maximum characters without the space. */
enum { POSTCODE_LETTERS = 7, INWARD = 3 };

static const char areas[] =
    " AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW "
    "DA "
    "DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS "
    "HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE "
    "NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN "
    "SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS "
    "WV YO ZE ";

/** Areas of London whose districts may end in a letter: "SW1A". */
static const char lettered[] = " E EC N NW SE SW W WC ";

static bool is_listed(const char *list, const char *area, size_t size)
{
    for (const char *at = list; (at = strchr(at, ' ')) && at[1]; at++)
        if (strncmp(at + 1, area, size) == 0 && at[1 + size] == ' ')
            return true;
    return false;
}

/* Copies the characters without spaces, in capitals. @return their number; 0
 * if a character or the number is not allowed */
static size_t squeeze(const char *text, char *letters)
{
    size_t count = 0;

    for (; *text; text++) {
        const char byte =
            *text >= 'a' && *text <= 'z' ? (char)(*text - 32) : *text;
        if (ascii_is_blank(byte))
            continue;
        if (count == POSTCODE_LETTERS ||
            (!ascii_is_digit(byte) && !ascii_is_upper(byte)))
            return 0;
        letters[count++] = byte;
    }
    letters[count] = '\0';
    return count > INWARD + 1 ? count : 0;
}

int postcode_area_size(const char *postcode)
{
    return ascii_is_upper(postcode[1]) ? 2 : 1;
}

/* "1AA", without letters that are easily misread. */
static bool is_inward(const char *text)
{
    static const char letters[] = "ABDEFGHJLNPQRSTUWXYZ";

    return ascii_is_digit(text[0]) && strchr(letters, text[1]) &&
           strchr(letters, text[2]);
}

/* "SW1A": an area, then a district of one or two digits or of a digit and a
 * letter. */
static bool is_outward(const char *text, size_t size)
{
    const size_t area = (size_t)postcode_area_size(text);
    const size_t rest = size - area;

    if (!ascii_is_upper(text[0]) || size <= area || rest > 2 ||
        !is_listed(areas, text, area) || !ascii_is_digit(text[area]))
        return false;
    return rest == 1 || ascii_is_digit(text[area + 1]) ||
           is_listed(lettered, text, area);
}

bool postcode_read(const char *text, char postcode[static POSTCODE_SIZE])
{
    char letters[POSTCODE_LETTERS + 1];
    const size_t count = squeeze(text, letters);
    const size_t outward = count - INWARD;

    if (!count || !is_inward(letters + outward))
        return false;
    if (!is_outward(letters, outward) && strcmp(letters, "GIR0AA") != 0)
        return false;
    memcpy(postcode, letters, outward);
    postcode[outward] = ' ';
    memcpy(postcode + outward + 1, letters + outward, INWARD + 1);
    return true;
}
