#include "letter/symbols.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/date.h"
#include "base/name_match.h"
#include "letter/compile_context.h"

enum { DATES = 4, ATTRIBUTES = 5 };

static const char *const attribute_names[ATTRIBUTES] = {
    "rate", "count", "total", "average", "compared"};

struct entry {
    const char *folded;
    size_t order; /* of definition */
    struct binding binding;
};

struct glossary {
    const struct campaign *campaign;
    struct arena *arena;
    struct entry *entries; /* by folded name, then by order */
    size_t count;
    const char **names; /* in order of definition, for suggestions */
    bool *used;         /* columns */
};

static void add(struct glossary *glossary, struct binding binding)
{
    const size_t at = glossary->count++;

    glossary->entries[at] =
        (struct entry){name_fold(glossary->arena, binding.name), at, binding};
    glossary->names[at] = binding.name;
}

static void add_columns(struct glossary *glossary)
{
    const struct roster *roster = glossary->campaign->roster;

    for (size_t i = 0; i < roster_columns(roster); i++) {
        const struct value column = roster_column(roster, i);
        add(glossary, (struct binding){.kind = BINDING_COLUMN,
                                       .name = column.text,
                                       .index = i,
                                       .place = column.place});
    }
}

static void add_constants(struct glossary *glossary)
{
    const struct settings *settings = &glossary->campaign->settings;

    for (size_t i = 0; i < settings->constant_count; i++) {
        const struct constant *constant = &settings->constants[i];
        const char *text = constant->value.text;
        add(glossary, (struct binding){.kind = BINDING_CONSTANT,
                                       .name = constant->name,
                                       .text = text ? text : "",
                                       .place = constant->place});
    }
}

static void add_date(struct glossary *glossary, const char *name,
                     struct date date)
{
    const struct settings *settings = &glossary->campaign->settings;
    char words[DATE_WORDS_SIZE];
    struct binding binding = {
        .kind = BINDING_CONSTANT, .name = name, .place = settings->dates_place};

    if (date_is_given(date))
        binding.text = arena_string(
            glossary->arena,
            date_print_words(words, date, settings->language.text));
    add(glossary, binding);
}

static void add_statistic(struct glossary *glossary, size_t index)
{
    const struct statistic_setting *statistic =
        &glossary->campaign->settings.statistics[index];

    for (size_t i = 0; i < ATTRIBUTES; i++)
        add(glossary, (struct binding){.kind = BINDING_FIGURE,
                                       .name = arena_printf(
                                           glossary->arena, "%s.%s",
                                           statistic->name, attribute_names[i]),
                                       .index = index,
                                       .attribute = (enum attribute)i,
                                       .place = statistic->place});
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left;
    const struct entry *b = right;
    const int order = strcmp(a->folded, b->folded);

    return order ? order : (a->order > b->order) - (a->order < b->order);
}

struct glossary *glossary_new(struct arena *arena,
                              const struct campaign *campaign)
{
    const struct settings *settings = &campaign->settings;
    const size_t columns = roster_columns(campaign->roster);
    const size_t most = columns + settings->constant_count + DATES +
                        settings->statistic_count * ATTRIBUTES;
    struct glossary *glossary = ARENA_NEW(arena, struct glossary);

    glossary->campaign = campaign;
    glossary->arena = arena;
    glossary->entries = ARENA_ARRAY(arena, struct entry, most);
    glossary->names = ARENA_ARRAY(arena, const char *, most);
    glossary->used = ARENA_ARRAY(arena, bool, columns);
    add_columns(glossary);
    add_constants(glossary);
    add_date(glossary, "date", settings->letter_date);
    add_date(glossary, "period_start", settings->period_start);
    add_date(glossary, "period_end", settings->period_end);
    add_date(glossary, "publication", settings->publication);
    for (size_t i = 0; i < settings->statistic_count; i++)
        add_statistic(glossary, i);
    qsort(glossary->entries, glossary->count, sizeof *glossary->entries,
          compare);
    return glossary;
}

/* The first entry of a folded name, or NULL. */
static const struct entry *find_entry(const struct glossary *glossary,
                                      const char *folded)
{
    size_t low = 0;
    size_t high = glossary->count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(glossary->entries[middle].folded, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < glossary->count &&
                   strcmp(glossary->entries[low].folded, folded) == 0
               ? &glossary->entries[low]
               : NULL;
}

const struct binding *glossary_find(const struct compiler *compiler,
                                    const char *name)
{
    const struct entry *entry =
        find_entry(compiler->glossary, name_fold(compiler->scratch, name));

    return entry ? &entry->binding : NULL;
}

/* The statistic that stands before the last dot of a name, or NULL. */
static const char *find_statistic(const struct compiler *compiler,
                                  const char *name)
{
    const struct settings *settings = &compiler->glossary->campaign->settings;
    const char *dot = strrchr(name, '.');
    const char *before;

    if (!dot)
        return NULL;
    before = arena_text(compiler->scratch, name, (size_t)(dot - name));
    for (size_t i = 0; i < settings->statistic_count; i++)
        if (name_equal(settings->statistics[i].name, before))
            return settings->statistics[i].name;
    return NULL;
}

static bool ends_in_attribute(const char *name)
{
    const char *dot = strrchr(name, '.');

    for (size_t i = 0; dot && i < ATTRIBUTES; i++)
        if (name_equal(dot + 1, attribute_names[i]))
            return true;
    return false;
}

static void blame_attribute(struct compiler *compiler, const char *shown,
                            const char *statistic, struct place place)
{
    compiler_blame(compiler, RULE_TEMPLATE_NAME_UNKNOWN, place,
                   "%s: a statistic has rate, count, total, average and "
                   "compared, as in ((%s.rate))",
                   shown, statistic);
}

/* The known name before a lone question mark, as in ((flag?text)), or NULL. */
static const char *find_asked(const struct compiler *compiler, const char *name)
{
    const char *mark = strchr(name, '?');
    const char *before;

    if (!mark || mark == name)
        return NULL;
    before = arena_text(compiler->scratch, name, (size_t)(mark - name));
    return glossary_find(compiler, before) ? before : NULL;
}

static void blame_unknown(struct compiler *compiler,
                          const struct placeholder *placeholder,
                          struct place place)
{
    const struct glossary *glossary = compiler->glossary;
    const char *name = placeholder->name;
    const char *shown = placeholder_show(compiler->scratch, placeholder, name);
    const char *statistic = find_statistic(compiler, name);
    const char *what = ends_in_attribute(name) ? "statistic" : "column";
    const char *near = name_suggest(name, glossary->names, glossary->count);
    const char *asked = find_asked(compiler, name);

    if (asked)
        compiler_blame(compiler, RULE_TEMPLATE_NAME_UNKNOWN, place,
                       "%s names no column; did you mean ((%s??text))?", shown,
                       asked);
    else if (statistic)
        blame_attribute(compiler, shown, statistic, place);
    else if (near)
        compiler_blame(compiler, RULE_TEMPLATE_NAME_UNKNOWN, place,
                       "%s names no %s; did you mean %s?", shown, what,
                       placeholder_show(compiler->scratch, placeholder, near));
    else
        compiler_blame(compiler, RULE_TEMPLATE_NAME_UNKNOWN, place,
                       "%s names no %s", shown, what);
}

static const char *describe(const struct glossary *glossary,
                            const struct binding *binding)
{
    const struct settings *settings = &glossary->campaign->settings;

    switch (binding->kind) {
    case BINDING_COLUMN:
        return "a column";
    case BINDING_FIGURE:
        return "a statistic";
    case BINDING_CONSTANT:
        break;
    }
    for (size_t i = 0; i < settings->constant_count; i++)
        if (settings->constants[i].name == binding->name)
            return "a text constant";
    return "a date of campaign.yaml";
}

static bool is_ambiguous(const struct glossary *glossary,
                         const struct entry *entry)
{
    const struct entry *next = entry + 1;

    return next < glossary->entries + glossary->count &&
           strcmp(next->folded, entry->folded) == 0;
}

/* What a value needs and a flag does not. */
static bool check_value(struct compiler *compiler,
                        const struct placeholder *placeholder,
                        const struct binding *binding, struct place place)
{
    const char *shown =
        placeholder_show(compiler->scratch, placeholder, placeholder->name);
    const bool is_value = placeholder->kind == PLACEHOLDER_VALUE;

    if (binding->kind == BINDING_FIGURE &&
        binding->attribute == ATTRIBUTE_COMPARED) {
        compiler_blame(compiler, RULE_TEMPLATE_SYNTAX, place,
                       "%s is true or false and prints nothing; write "
                       "((%s??text))",
                       shown, placeholder->name);
        return false;
    }
    if (!is_value || binding->kind != BINDING_CONSTANT)
        return true;
    if (!binding->text) {
        if (!doubts_placeholder(&compiler->glossary->campaign->settings.doubts,
                                placeholder->name, false))
            compiler_blame(compiler, RULE_SETTING_MISSING, place,
                           "%s needs a date in campaign.yaml, under dates",
                           shown);
        return false;
    }
    if (!*binding->text) {
        compiler_blame_field(
            compiler, RULE_VALUE_MISSING, binding->place, binding->name,
            arena_printf(compiler->scratch, "empty; %s in %s:%d:%d needs it",
                         shown, place.file, place.line, place.column));
        return false;
    }
    return true;
}

static bool check_kind(struct compiler *compiler,
                       const struct placeholder *placeholder,
                       const struct binding *binding, struct place place)
{
    switch (placeholder->kind) {
    case PLACEHOLDER_VALUE:
    case PLACEHOLDER_OPTIONAL:
        return check_value(compiler, placeholder, binding, place);
    case PLACEHOLDER_INCLUDE:
        if (binding->kind == BINDING_COLUMN)
            return true;
        compiler_blame(compiler, RULE_TEMPLATE_SYNTAX, place,
                       "((>%s)) names %s; only a column's cells name files",
                       placeholder->name,
                       describe(compiler->glossary, binding));
        return false;
    case PLACEHOLDER_CHOICE:
    case PLACEHOLDER_OPEN:
    case PLACEHOLDER_CLOSE:
        break;
    }
    return true;
}

const struct binding *glossary_resolve(struct compiler *compiler,
                                       const struct placeholder *placeholder,
                                       struct place place)
{
    struct glossary *glossary = compiler->glossary;
    const struct entry *entry =
        find_entry(glossary, name_fold(compiler->scratch, placeholder->name));

    if (!entry) {
        const bool misspelt = name_suggest(placeholder->name, glossary->names,
                                           glossary->count) != NULL;
        if (!doubts_placeholder(&glossary->campaign->settings.doubts,
                                placeholder->name, misspelt))
            blame_unknown(compiler, placeholder, place);
        return NULL;
    }
    if (is_ambiguous(glossary, entry)) {
        compiler_blame(
            compiler, RULE_TEMPLATE_NAME_AMBIGUOUS, place,
            "%s names both %s and %s; rename one of them",
            placeholder_show(compiler->scratch, placeholder, placeholder->name),
            describe(glossary, &entry[0].binding),
            describe(glossary, &entry[1].binding));
        return NULL;
    }
    if (entry->binding.kind == BINDING_COLUMN)
        glossary->used[entry->binding.index] = true;
    return check_kind(compiler, placeholder, &entry->binding, place)
               ? &entry->binding
               : NULL;
}

bool glossary_uses_column(const struct glossary *glossary, size_t column)
{
    return glossary->used[column];
}

/* Whether two texts are equal, white space around and ASCII case apart. */
static bool is_word(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && strncasecmp(text, word, length) == 0;
}

bool glossary_is_true(const char *text)
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

size_t glossary_column(const struct glossary *glossary,
                       const struct binding *binding)
{
    const struct statistic_setting *statistic;

    if (binding->kind == BINDING_COLUMN)
        return binding->index;
    if (binding->kind == BINDING_CONSTANT)
        return SIZE_MAX;
    statistic = &glossary->campaign->settings.statistics[binding->index];
    if (binding->attribute == ATTRIBUTE_COUNT && statistic->count.text)
        return roster_find_column(glossary->campaign->roster,
                                  statistic->count.text);
    if (binding->attribute == ATTRIBUTE_TOTAL && statistic->total.text)
        return roster_find_column(glossary->campaign->roster,
                                  statistic->total.text);
    return SIZE_MAX;
}
