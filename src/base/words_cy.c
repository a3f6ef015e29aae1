#include "base/words.h"

/* Terms and mutations are those of published Welsh:
 *
 * - Ombwdsmon Gwasanaethau Cyhoeddus Cymru (ombwdsmon.cymru): "cwynion a
 *   dderbyniwyd", "cadarnhau", "3 allan o 4", "22% yn fwy", "dros y pum mlynedd
 *   diwethaf" (news of 2018-03-27, 2022-08-09 and 2024-08-15); "Canlyniad" and
 *   "2 gŵyn" (finding 202204951); "939 o gwynion" (2024-08-15), and so "{0} o
 *   lythyrau".
 * - Llywodraeth Cymru: "yn uwch na", "yn is na'r", "i lawr o 26% i 18%" (National
 *   Survey for Wales, llyw.cymru); "Neidio i'r cynnwys", "Mesur"
 *   (statscymru.llyw.cymru); in its style guide, Yr Arddulliadur, "tudalen" is
 *   feminine: 1 dudalen; and "cwyn" becomes "y gŵyn", "a chŵyn".
 * - Cyngor Bwrdeistref Sirol Wrecsam (wrecsam.gov.uk): "gan Gyngor Wrecsam". A
 *   preposition changes the name after it; "un" and "yr un" change a feminine
 *   noun. A campaign's names and nouns cannot be changed: no text here has such
 *   a word before their place.
 *
 * Numbers change the beginnings of nouns (the forms are CLDR's): 1 ci, 2 gi, 3
 * chi, 4 ci, 6 chi. */
static enum plural plural(int64_t number)
{
    switch (number) {
    case 0:
        return PLURAL_ZERO;
    case 1:
        return PLURAL_ONE;
    case 2:
        return PLURAL_TWO;
    case 3:
        return PLURAL_FEW;
    case 6:
        return PLURAL_MANY;
    default:
        return PLURAL_OTHER;
    }
}

const struct words words_cy = {
    .language = "cy",
    .plural = plural,
    .name = "Cymraeg",
    .months = {"Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
               "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"},
    .figures =
        {
            .points = {"%s pwynt", "%s pwynt", "%s bwynt", "%s phwynt",
                       "%s phwynt", "%s pwynt"},
            .up = "i fyny %s",
            .down = "i lawr %s",
            .more = "%s yn fwy",
            .fewer = "%s yn llai",
            .less = "%s yn llai",
            .same = "dim newid",
            .above = "%s yn uwch na'r cyfartaledd",
            .below = "%s yn is na'r cyfartaledd",
            .at_average = "yr un fath â'r cyfartaledd",
        },
    .ui =
        {
            .page = "Tudalen ",
            .of_pages = " o ",
            .out_of = " o ",
            .average = "cyfartaledd ",
            .average_of = "cyfartaledd sefydliadau tebyg",
            .signature = "Llofnod ",
            .seal = "Sêl electronig ",
            .average_upper = "Cyfartaledd ",
            .to = " i ",
            .you = "chi ",
            .no_figure = "dim ffigur",
            .no_figure_alone = "Dim ffigur",
            .similar = "sefydliad tebyg",
            .similar_plural = "sefydliadau tebyg",
            .years = {"Dim blwyddyn", "Un flwyddyn", "Dwy flynedd",
                      "Tair blynedd", "Pedair blynedd", "Pum mlynedd",
                      "Chwe blynedd", "Saith mlynedd"},
            .head_figure = "Eich ffigur",
            .head_peers = "Pob un o’r {0}, mewn trefn",
            .head_bar = "Ochr yn ochr â’r cyfartaledd",
            .head_parts = "Fesul rhan",
            .peers_higher = {"Mae {0} o’r {1} yn uwch.",
                             "Mae {0} o’r {1} yn uwch."},
            .peers_highest = "Nid oes yr un o’r {0} yn uwch.",
            .peers_equal = {"Mae {0} o’r {1} ar {2}.",
                            "Mae {0} o’r {1} ar {2}."},
            .peers_have = {"Dim ond un ohonynt sydd â ffigur.",
                           "Mae gan {0} o’r {1} ffigur."},
            .peers_alone = "Nid oes gan yr un arall ohonynt ffigur.",
            .peers_none = "Nid oes gan yr un ohonynt ffigur.",
            .key_peer = "{0} arall",
            .key_average = "cyfartaledd {0}",
            .key_case = "un achos yr un",
            .key_break = "toriad",
            .figures_file = "Y ffigurau yn y llythyr hwn",
        },
    .mail =
        {
            .figures = "Y ffigurau yn y llythyr",
            .compared =
                "Y ffigurau yn y llythyr, gyda chyfartaledd sefydliadau "
                "tebyg",
            .measure = "Mesur",
            .result = "Canlyniad",
            .cases = "Achosion",
            .average = "Cyfartaledd",
            .out_of = " o ",
            .no_rate = "Dim cyfradd",
            .not_compared = "Heb ei gymharu",
            .sample_mark = "SAMPL:",
            .sample = "dyma’r e-bost ar gyfer {0}. Fe’i hanfonwyd i {1} ac i "
                      "neb arall.",
            .sample_subject = "[SAMPL ar gyfer {0}] ",
        },
    .site =
        {
            .skip = "Neidio i’r cynnwys",
            .embargoed = "EMBARGO TAN {0}",
            .published_by = "Cyhoeddwr:",
            .licence = "Trwydded:",
            .home = "Pob llythyr a’r data",
            .lead =
                {"{0} llythyr, am y cyfnod o {1} i {2}, a’r ffigurau ynddo.",
                 "{0} o lythyrau, am y cyfnod o {1} i {2}, a’r ffigurau "
                 "ynddynt."},
            .lead_undated = {"{0} llythyr a’r ffigurau ynddo.",
                             "{0} o lythyrau a’r ffigurau ynddynt."},
            .download = "Lawrlwytho’r ffigurau i gyd",
            .find = "Dod o hyd i lythyr",
            .by_group = "Fesul grŵp",
            .no_group = "Eraill",
            .map = "Map",
            .map_help =
                "Mae pob cell yn arwain at ei thudalen. Mae tabl yr holl "
                "ffigurau yn dweud yr un peth.",
            .skip_map = "Neidio dros y map",
            .map_key_none = "dim ffigur",
            .not_on_map = "Nid ar y map:",
            .all_figures = "Yr holl ffigurau",
            .in_order = "Yr uchaf yn gyntaf:",
            .in_order_lead =
                "Y ffigur uchaf yn gyntaf, fel y mae’r llythyrau yn "
                "ei argraffu.",
            .data = "Y data",
            .data_csv = "Ffigurau {0}, rhes i bob llythyr",
            .data_metadata = "Ystyr ei cholofnau",
            .data_json = "Yr un peth ar ffurf JSON",
            .data_history = "Pob blwyddyn, rhes i bob ffigur",
            .data_package = "Disgrifiad o’r holl ffeiliau ar gyfer rhaglenni",
            .data_sums = "Symiau gwirio data a llythyrau",
            .figures = "Ffigurau",
            .letter_link =
                "Y llythyr fel yr anfonwyd ef (PDF, {0} o dudalennau, {1})",
            .letter_pages =
                "Y llythyr fel yr anfonwyd ef (PDF, {0} dudalen, {1})",
            .description = "{0}: {1}, gyda’i ffigurau",
            .navigation = "Llythyrau a blynyddoedd",
            .other_years = "Blynyddoedd eraill:",
            .before = "Blaenorol:",
            .after = "Nesaf:",
            .replaced = "Olynydd:",
            .all_of = "Pob llythyr, {0}",
            .name = "Enw",
            .group = "Grŵp",
            .statistic = "Ystadegyn",
            .year = "Blwyddyn",
            .figure = "Ffigur",
            .cases = "Achosion",
            .average = "Cyfartaledd y grŵp",
            .part = "Rhan",
            .number = "Nifer",
            .total = "Cyfanswm",
            .table = "Tabl",
            .out_of = " o ",
            .to = " i ",
            .no_figure = "dim ffigur",
            .no_rate = "dim cyfradd",
            .fewer = "llai na {0}",
            .not_printed = "nid yn y llythyr",
            .means_code = "Cod y cyngor",
            .means_name = "Enw’r cyngor",
            .means_name_in = "Enw’r cyngor, {0}",
            .means_group = "Grŵp y mae’n cael ei gymharu ag ef",
            .means_page = "Tudalen y cyngor ar y wefan hon",
            .means_letter = "Y llythyr fel PDF ar y wefan hon",
            .means_letter_pages = "Tudalennau’r llythyr",
            .means_letter_bytes = "Maint y llythyr mewn beitiau",
            .means_embargo = "Ni chaniateir ei gyhoeddi cyn",
            .means_history =
                {"Y flwyddyn y daw’r cyfnod i ben ynddi",
                 "Ei enw, fel yng ngholofnau ffeil y flwyddyn",
                 "Rhan o gyfanwaith, neu ddim",
                 "Y ffigur, fel y mae’r llythyr yn ei argraffu, heb uned",
                 "Cyfartaledd y grŵp, heb uned",
                 "Pam nad oes ffigur, neu pam nad yw’n cymharu",
                 "Blwyddyn y llythyr sy’n argraffu’r ffigur"},
            .means_count = "Nifer yr achosion",
            .means_out_of = "Allan o faint",
            .means_per_cent = ", y cant",
            .means_for_each = ", fesul {0}",
            .means_number_of_cases = ": nifer yr achosion",
            .means_of_how_many = ": allan o faint",
            .means_total = ": cyfanswm",
            .means_average = ": cyfartaledd y grŵp",
            .means_note = ": pam nad oes ffigur",
        },
};
