#ifndef LETTER_CHARTED_PARTS_H
#define LETTER_CHARTED_PARTS_H

#include "letter/letter.h"

/** @return the parts of a figure (enum figure_part) that a chart shows besides
 *  its value, its count and total, and its average */
unsigned charted_parts(enum chart_kind chart);

#endif
