#ifndef DATA_JOIN_REFUSAL_H
#define DATA_JOIN_REFUSAL_H

/** What can be believed of a refused row. */
enum join_refusal {
    JOIN_REFUSED_NAME,  ///< one sound row in each file: only its code or name
                        ///< is at fault
    JOIN_REFUSED_MATCH, ///< a file has no row of its code, or several
    JOIN_REFUSED_CELLS, ///< its cells may stand in the wrong columns
    JOIN_REFUSED_REST,  ///< rows that follow may have become part of it
};

#endif
