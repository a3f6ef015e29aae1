#include "letter/symbols.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/map.h"
#include "base/name_match.h"
#include "letter/compile_context.h"
#include "stats/figure.h"

enum { DATES = 4 };

struct symbol_entry {
    struct symbol symbol;
    const struct symbol_entry *again; /* next symbol of this name, or NULL */
};

/* The names of a list's columns between its tags. */
struct list_symbols {
    struct map by_name; /* folded -> struct symbol */
    const char **names; /* columns */
    bool *used;         /* likewise */
    size_t count;
};

struct symbols {
    const struct campaign *campaign;
    struct arena *arena;
    struct map by_name; /* folded -> the first entry of the name */
    size_t count;
    const char **names; /* in order of definition, for suggestions */
    bool *used;         /* columns */
    struct list_symbols *lists;
    unsigned *parts; /* of each statistic, used */
};

static void add(struct symbols *symbols, struct symbol symbol)
{
    struct symbol_entry *entry = ARENA_NEW(symbols->arena, struct symbol_entry);
    void **place = map_at_text(&symbols->by_name,
                               name_match_fold(symbols->arena, symbol.name));
    struct symbol_entry *first = *place;

    entry->symbol = symbol;
    if (!first)
        *place = entry;
    else if (!first->again)
        first->again = entry;
    symbols->names[symbols->count++] = symbol.name;
}

/* Finds a column's version in the language of the text. */
static void add_columns(struct symbols *symbols)
{
    const struct campaign *campaign = symbols->campaign;
    const struct roster *roster = campaign->roster;

    for (size_t i = 0; i < roster_columns(roster); i++) {
        const size_t index = name_match_in_language(
            symbols->arena, roster_column_names(roster), roster_columns(roster),
            i, campaign->settings.language.text);
        add(symbols,
            (struct symbol){.kind = SYMBOL_COLUMN,
                            .name = roster_column(roster, i).text,
                            .index = index,
                            .location = roster_column(roster, index).location});
    }
}

static void add_constants(struct symbols *symbols)
{
    const struct settings *settings = &symbols->campaign->settings;

    for (size_t i = 0; i < settings->constant_count; i++) {
        const struct constant *constant = &settings->constants[i];
        const char *text = constant->value.text;
        add(symbols, (struct symbol){.kind = SYMBOL_CONSTANT,
                                     .name = constant->name,
                                     .text = text ? text : "",
                                     .location = constant->location});
    }
}

static void add_date(struct symbols *symbols, const char *name,
                     struct date date)
{
    const struct settings *settings = &symbols->campaign->settings;
    char words[DATE_WORDS_SIZE];
    struct symbol symbol = {.kind = SYMBOL_CONSTANT,
                            .name = name,
                            .date = date,
                            .location = settings->dates_location};

    if (date_is_given(date))
        symbol.text = arena_strdup(
            symbols->arena,
            date_print_words(words, date, settings->language.text));
    add(symbols, symbol);
}

static void add_statistic(struct symbols *symbols, size_t index)
{
    const struct statistic_setting *statistic =
        &symbols->campaign->settings.statistics[index];

    for (size_t i = 0; i < figure_attribute_count; i++)
        if (figure_attribute_fits(&figure_attributes[i], &statistic->format))
            add(symbols, (struct symbol){
                             .kind = SYMBOL_FIGURE,
                             .name = ARENA_JOIN(symbols->arena, statistic->name,
                                                ".", figure_attributes[i].name),
                             .index = index,
                             .part = figure_attributes[i].part,
                             .location = statistic->location});
}

static void add_list_columns(struct symbols *symbols, size_t list)
{
    const struct row_list *rows = symbols->campaign->lists[list];
    struct list_symbols *own = &symbols->lists[list];

    own->by_name.arena = symbols->arena;
    own->count = row_list_columns(rows);
    own->names = ARENA_ARRAY(symbols->arena, const char *, own->count);
    own->used = ARENA_ARRAY(symbols->arena, bool, own->count);
    for (size_t i = 0; i < own->count; i++)
        own->names[i] = row_list_column(rows, i).text;
    for (size_t i = 0; i < own->count; i++) {
        const struct value column = row_list_column(rows, i);
        const size_t index =
            name_match_in_language(symbols->arena, own->names, own->count, i,
                                   symbols->campaign->settings.language.text);
        struct symbol *symbol = ARENA_NEW(symbols->arena, struct symbol);
        *symbol =
            (struct symbol){.kind = SYMBOL_LIST_COLUMN,
                            .name = column.text,
                            .index = index,
                            .list = list,
                            .location = row_list_column(rows, index).location};
        *map_at_text(&own->by_name,
                     name_match_fold(symbols->arena, column.text)) = symbol;
        add(symbols, (struct symbol){.kind = SYMBOL_LIST_SUM,
                                     .name = ARENA_JOIN(symbols->arena,
                                                        row_list_name(rows),
                                                        ".sum.", column.text),
                                     .index = i,
                                     .list = list,
                                     .location = column.location});
    }
}

static void add_list(struct symbols *symbols, size_t list)
{
    const struct row_list *rows = symbols->campaign->lists[list];
    struct symbol symbol;

    if (!rows)
        return;
    symbol = (struct symbol){.kind = SYMBOL_LIST,
                             .name = row_list_name(rows),
                             .list = list,
                             .location = row_list_location(rows)};
    add(symbols, symbol);
    symbol.kind = SYMBOL_LIST_COUNT;
    symbol.name = ARENA_JOIN(symbols->arena, symbol.name, ".count");
    add(symbols, symbol);
    add_list_columns(symbols, list);
}

/* @return the number of a list's names: itself, its count and a sum for each
 *         column */
static size_t count_list_names(const struct campaign *campaign)
{
    size_t count = 0;

    for (size_t i = 0; i < campaign->settings.list_count; i++)
        if (campaign->lists[i])
            count += 2 + row_list_columns(campaign->lists[i]);
    return count;
}

struct symbols *symbols_new(struct arena *arena,
                            const struct campaign *campaign)
{
    const struct settings *settings = &campaign->settings;
    const size_t columns = roster_columns(campaign->roster);
    const size_t max = columns + settings->constant_count + DATES +
                       settings->statistic_count * figure_attribute_count +
                       count_list_names(campaign);
    struct symbols *symbols = ARENA_NEW(arena, struct symbols);

    symbols->campaign = campaign;
    symbols->arena = arena;
    symbols->by_name.arena = arena;
    symbols->names = ARENA_ARRAY(arena, const char *, max);
    symbols->used = ARENA_ARRAY(arena, bool, columns);
    symbols->parts = ARENA_ARRAY(arena, unsigned, settings->statistic_count);
    add_columns(symbols);
    add_constants(symbols);
    add_date(symbols, "date", settings->letter_date);
    add_date(symbols, "period_start", settings->period_start);
    add_date(symbols, "period_end", settings->period_end);
    add_date(symbols, "publication", settings->publication);
    for (size_t i = 0; i < settings->statistic_count; i++)
        add_statistic(symbols, i);
    symbols->lists =
        ARENA_ARRAY(arena, struct list_symbols, settings->list_count);
    for (size_t i = 0; i < settings->list_count; i++)
        add_list(symbols, i);
    return symbols;
}

/* @return the first symbol of a name, or NULL */
static const struct symbol_entry *
find_entry(const struct compile_context *context, const char *name)
{
    return map_find_text(&context->symbols->by_name,
                         name_match_fold(context->scratch, name));
}

/* @return the column of a list, or NULL */
static const struct symbol *
find_list_column(const struct compile_context *context, size_t list,
                 const char *name)
{
    return map_find_text(&context->symbols->lists[list].by_name,
                         name_match_fold(context->scratch, name));
}

/* @return the column of an open list, the innermost first, or NULL */
static const struct symbol *find_in_scope(const struct compile_context *context,
                                          const char *name)
{
    const struct symbol *symbol = NULL;

    for (const struct list_scope *scope = context->scope; scope && !symbol;
         scope = scope->outer)
        symbol = find_list_column(context, scope->list, name);
    return symbol;
}

const struct symbol *symbols_find(const struct compile_context *context,
                                  const char *name)
{
    const struct symbol *symbol = find_in_scope(context, name);
    const struct symbol_entry *entry =
        symbol ? NULL : find_entry(context, name);

    return entry ? &entry->symbol : symbol;
}

/* @return the statistic before the first dot of a name, or NULL */
static const struct statistic_setting *
find_statistic(const struct compile_context *context, const char *name)
{
    const struct settings *settings = &context->symbols->campaign->settings;
    const char *dot = strchr(name, '.');
    const char *before;

    if (!dot)
        return NULL;
    before = arena_strndup(context->scratch, name, (size_t)(dot - name));
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (name_match_equal(settings->statistics[i].name, before))
            return &settings->statistics[i];
    return NULL;
}

static bool ends_in_attribute(const char *name)
{
    const char *dot = strchr(name, '.');

    for (size_t i = 0; dot && i < figure_attribute_count; i++)
        if (name_match_equal(dot + 1, figure_attributes[i].name))
            return true;
    return false;
}

/* The message lists the attributes of the statistic's form. */
static void report_attribute(struct compile_context *context, const char *shown,
                             const struct statistic_setting *statistic,
                             struct location location)
{
    const char *first = NULL;
    const char *list = "";

    for (size_t i = 0; i < figure_attribute_count; i++) {
        const struct figure_attribute *attribute = &figure_attributes[i];
        if (!figure_attribute_fits(attribute, &statistic->format))
            continue;
        list = ARENA_JOIN(context->scratch, list, first ? ", " : "",
                          attribute->name);
        first = first ? first : attribute->name;
    }
    compile_context_report(context, RULE_TEMPLATE_NAME_UNKNOWN, location,
                           "%s: %s, which %s is, has %s, as in ((%s.%s))",
                           shown, statistic->format.form->name, statistic->name,
                           list, statistic->name, first);
}

/* The known name before a lone question mark, as in ((flag?text)), or NULL. */
static const char *find_asked(const struct compile_context *context,
                              const char *name)
{
    const char *use = strchr(name, '?');
    const char *before;

    if (!use || use == name)
        return NULL;
    before = arena_strndup(context->scratch, name, (size_t)(use - name));
    return symbols_find(context, before) ? before : NULL;
}

/* @return a list that has a column of this name, or NULL */
static const char *find_list_with(const struct compile_context *context,
                                  const char *name)
{
    const struct campaign *campaign = context->symbols->campaign;

    for (size_t i = 0; i < campaign->settings.list_count; i++)
        if (find_list_column(context, i, name))
            return row_list_name(campaign->lists[i]);
    return NULL;
}

/* @return the name that was probably meant: of an open list's column or a
 *         global one; or NULL */
static const char *find_near(const struct compile_context *context,
                             const char *name)
{
    const struct symbols *symbols = context->symbols;
    size_t count = symbols->count;
    const char **names;

    for (const struct list_scope *scope = context->scope; scope;
         scope = scope->outer)
        count += symbols->lists[scope->list].count;
    names = ARENA_ARRAY(context->scratch, const char *, count);
    count = 0;
    for (const struct list_scope *scope = context->scope; scope;
         scope = scope->outer)
        for (size_t i = 0; i < symbols->lists[scope->list].count; i++)
            names[count++] = symbols->lists[scope->list].names[i];
    memcpy(names + count, symbols->names,
           symbols->count * sizeof *symbols->names);
    return name_match_suggest(name, names, count + symbols->count);
}

static void report_unknown(struct compile_context *context,
                           const struct placeholder *placeholder,
                           struct location location)
{
    const char *name = placeholder->name;
    const char *shown = placeholder_show(context->scratch, placeholder, name);
    const struct statistic_setting *statistic = find_statistic(context, name);
    const char *what = ends_in_attribute(name) ? "statistic" : "column";
    const char *near = find_near(context, name);
    const char *asked = find_asked(context, name);
    const char *list = find_list_with(context, name);

    if (list)
        compile_context_report(context, RULE_TEMPLATE_NAME_UNKNOWN, location,
                               "%s is a column of the list %s; write it "
                               "between ((#%s)) and ((/%s))",
                               shown, list, list, list);
    else if (asked)
        compile_context_report(context, RULE_TEMPLATE_NAME_UNKNOWN, location,
                               "%s names no column; did you mean ((%s??text))?",
                               shown, asked);
    else if (statistic)
        report_attribute(context, shown, statistic, location);
    else if (near)
        compile_context_report(
            context, RULE_TEMPLATE_NAME_UNKNOWN, location,
            "%s names no %s; did you mean %s?", shown, what,
            placeholder_show(context->scratch, placeholder, near));
    else
        compile_context_report(context, RULE_TEMPLATE_NAME_UNKNOWN, location,
                               "%s names no %s", shown, what);
}

static const char *describe(const struct symbols *symbols,
                            const struct symbol *symbol)
{
    const struct settings *settings = &symbols->campaign->settings;

    switch (symbol->kind) {
    case SYMBOL_COLUMN:
        return "a column";
    case SYMBOL_FIGURE:
        return "a statistic";
    case SYMBOL_LIST:
        return "a list";
    case SYMBOL_LIST_COLUMN:
        return "a column of a list";
    case SYMBOL_LIST_COUNT:
    case SYMBOL_LIST_SUM:
        return "a figure of a list";
    case SYMBOL_CONSTANT:
        break;
    }
    for (size_t i = 0; i < settings->constant_count; i++)
        if (settings->constants[i].name == symbol->name)
            return "a text constant";
    return "a date of campaign.yaml";
}

/* Checks the requirements of values that flags do not have. */
static bool check_value(struct compile_context *context,
                        const struct placeholder *placeholder,
                        const struct symbol *symbol, struct location location)
{
    const char *shown =
        placeholder_show(context->scratch, placeholder, placeholder->name);
    const bool is_value = placeholder->kind == PLACEHOLDER_VALUE;

    if (symbol->kind == SYMBOL_LIST) {
        compile_context_report(context, RULE_TEMPLATE_SYNTAX, location,
                               "%s is a list and prints nothing itself; write "
                               "((#%s)) before what each row prints, and "
                               "((/%s)) after it",
                               shown, placeholder->name, placeholder->name);
        return false;
    }
    if (symbol->kind == SYMBOL_FIGURE && symbol->part == FIGURE_COMPARED) {
        compile_context_report(context, RULE_TEMPLATE_SYNTAX, location,
                               "%s is true or false and prints nothing; write "
                               "((%s??text))",
                               shown, placeholder->name);
        return false;
    }
    if (symbol->kind == SYMBOL_FIGURE &&
        context->symbols->campaign->settings.statistics[symbol->index].hidden) {
        compile_context_report(
            context, RULE_FIGURE_HIDDEN, location,
            "%s would print a statistic that is shown: false in "
            "campaign.yaml",
            shown);
        return false;
    }
    if (!is_value || symbol->kind != SYMBOL_CONSTANT)
        return true;
    if (!symbol->text) {
        if (!settings_gaps_has_placeholder(
                &context->symbols->campaign->settings.gaps, placeholder->name,
                false))
            compile_context_report(
                context, RULE_SETTING_MISSING, location,
                "%s needs a date in campaign.yaml, under dates", shown);
        return false;
    }
    if (!*symbol->text) {
        compile_context_report_field(
            context, RULE_VALUE_MISSING, symbol->location, symbol->name,
            arena_printf(context->scratch, "empty; %s in %s:%d:%d needs it",
                         shown, location.file, location.line, location.column));
        return false;
    }
    return true;
}

/* Reports a list inside itself. */
static bool check_open(struct compile_context *context,
                       const struct placeholder *placeholder,
                       const struct symbol *symbol, struct location location)
{
    for (const struct list_scope *scope = context->scope;
         scope && symbol->kind == SYMBOL_LIST && !placeholder->negated;
         scope = scope->outer)
        if (scope->list == symbol->list) {
            compile_context_report(context, RULE_TEMPLATE_SYNTAX, location,
                                   "((#%s)) is within ((#%s)) already",
                                   placeholder->name, placeholder->name);
            return false;
        }
    return true;
}

static bool check_kind(struct compile_context *context,
                       const struct placeholder *placeholder,
                       const struct symbol *symbol, struct location location)
{
    switch (placeholder->kind) {
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
        return check_value(context, placeholder, symbol, location);
    case PLACEHOLDER_INCLUDE:
        if (symbol->kind == SYMBOL_COLUMN || symbol->kind == SYMBOL_LIST_COLUMN)
            return true;
        compile_context_report(
            context, RULE_TEMPLATE_SYNTAX, location,
            "((>%s)) names %s; only a column's cells name files",
            placeholder->name, describe(context->symbols, symbol));
        return false;
    case PLACEHOLDER_OPEN:
        return check_open(context, placeholder, symbol, location);
    case PLACEHOLDER_CHOICE:
    case PLACEHOLDER_CLOSE:
        break;
    }
    return true;
}

static void note_used(struct symbols *symbols, const struct symbol *symbol)
{
    switch (symbol->kind) {
    case SYMBOL_COLUMN:
        symbols->used[symbol->index] = true;
        break;
    case SYMBOL_FIGURE:
        symbols_use_part(symbols, symbol->index, symbol->part);
        break;
    case SYMBOL_LIST_COLUMN:
    case SYMBOL_LIST_SUM:
        symbols->lists[symbol->list].used[symbol->index] = true;
        break;
    case SYMBOL_CONSTANT:
    case SYMBOL_LIST:
    case SYMBOL_LIST_COUNT:
        break;
    }
}

/* @return the meaning of a name outside lists, or NULL after a mistake */
static const struct symbol *resolve(struct compile_context *context,
                                    const struct placeholder *placeholder,
                                    struct location location)
{
    const struct symbols *symbols = context->symbols;
    const struct symbol_entry *entry = find_entry(context, placeholder->name);

    if (!entry) {
        const bool misspelt =
            name_match_suggest(placeholder->name, symbols->names,
                               symbols->count) != NULL;
        if (!settings_gaps_has_placeholder(&symbols->campaign->settings.gaps,
                                           placeholder->name, misspelt))
            report_unknown(context, placeholder, location);
        return NULL;
    }
    if (!entry->again)
        return &entry->symbol;
    compile_context_report(
        context, RULE_TEMPLATE_NAME_AMBIGUOUS, location,
        "%s names both %s and %s; rename one of them",
        placeholder_show(context->scratch, placeholder, placeholder->name),
        describe(symbols, &entry->symbol),
        describe(symbols, &entry->again->symbol));
    return NULL;
}

const struct symbol *symbols_resolve(struct compile_context *context,
                                     const struct placeholder *placeholder,
                                     struct location location)
{
    const struct symbol *symbol = find_in_scope(context, placeholder->name);

    if (!symbol)
        symbol = resolve(context, placeholder, location);
    if (!symbol)
        return NULL;
    note_used(context->symbols, symbol);
    return check_kind(context, placeholder, symbol, location) ? symbol : NULL;
}

void symbols_use_part(struct symbols *symbols, size_t statistic, unsigned parts)
{
    symbols->parts[statistic] |= parts;
}

unsigned symbols_parts(const struct symbols *symbols, size_t statistic)
{
    return symbols->parts[statistic];
}

bool symbols_uses_column(const struct symbols *symbols, size_t column)
{
    return symbols->used[column];
}

bool symbols_uses_list_column(const struct symbols *symbols, size_t list,
                              size_t column)
{
    return symbols->lists[list].used[column];
}

/* @return true if two texts are equal, ignoring ASCII case */
static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

bool symbols_is_true(const char *text)
{
    static const char *const untrue[] = {"", "no", "n", "false", "f", "0"};
    size_t length;

    text += strspn(text, " \t\r\n");
    length = strlen(text);
    while (length && strchr(" \t\r\n", text[length - 1]))
        length--;
    for (size_t i = 0; i < sizeof untrue / sizeof *untrue; i++)
        if (is_word(text, length, untrue[i]))
            return false;
    return true;
}

size_t symbols_column(const struct symbols *symbols,
                      const struct symbol *symbol)
{
    const struct statistic_setting *statistic;

    if (symbol->kind == SYMBOL_COLUMN)
        return symbol->index;
    if (symbol->kind != SYMBOL_FIGURE)
        return SIZE_MAX;
    statistic = &symbols->campaign->settings.statistics[symbol->index];
    if (symbol->part == FIGURE_COUNT && statistic->count.text)
        return roster_find_column(symbols->campaign->roster,
                                  statistic->count.text);
    if (symbol->part == FIGURE_TOTAL && statistic->total.text)
        return roster_find_column(symbols->campaign->roster,
                                  statistic->total.text);
    return SIZE_MAX;
}
