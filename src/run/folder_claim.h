#ifndef BATCH_TENANT_H
#define BATCH_TENANT_H

#include "base/diagnostics.h"
#include "run/render.h"
#include "store/run_lock.h"

/**
 * Whose an output folder is: who wrote to it before, and who does now.
 */

/**
 * Warns where an output folder holds the letters of a campaign of another
 * title: two years in folders of one name, say, whose letters would be mixed.
 *
 * @param output  the folder, which may not be there
 * @param title   of the campaign about to be printed
 * @param report  gets RULE_OUTPUT_OTHER
 */
void tenant_check(const char *output, const char *title, struct report *report);

/**
 * Notes a run in its output folder, unless one of other work is there: of other
 * inputs, or, under --only, of other rows, for of two that write the manifest
 * the last would not know the letters of the first. (Shards have a manifest
 * each, and all of them the same --only.)
 *
 * @param options   the run's; its output folder is there
 * @param inputs    digest of all inputs, hex
 * @param presence  as presence_note() has it
 * @param report    gets RULE_RUN_OTHER
 */
enum status tenant_enter(const struct run_options *options, const char *inputs,
                         struct presence **presence,
                         struct report *report) MUST_CHECK;

#endif
