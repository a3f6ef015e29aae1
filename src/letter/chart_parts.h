#ifndef LETTER_CHART_PARTS_H
#define LETTER_CHART_PARTS_H

#include "letter/letter.h"

/** @return the parts of a figure (enum figure_part) that a chart shows besides
 *  its value, its count and total, and its average */
unsigned chart_parts(enum chart_kind chart);

#endif
