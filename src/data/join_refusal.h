#ifndef DATA_JOIN_REFUSAL_H
#define DATA_JOIN_REFUSAL_H

/** How far the cells of a refused row can be trusted. */
enum join_refusal {
    JOIN_REFUSED_NAME,  ///< one sound row in each file: only its code or name
                        ///< is at fault
    JOIN_REFUSED_MATCH, ///< a file has no row of its code, or several
    JOIN_REFUSED_CELLS, ///< its cells may be in the wrong columns
    JOIN_REFUSED_REST,  ///< rows that follow may have become part of it
};

#endif
