#ifndef VERIFY_XMP_H
#define VERIFY_XMP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/**
 * An XMP packet: a file's metadata, as properties.
 *
 * Reads the properties of rdf:Description elements right below rdf:RDF, written
 * as elements or as attributes. The first item of an array counts, and of
 * alternatives the one for "x-default"; deeper values (structures, descriptions
 * of extension schemas) are skipped. A document type, an undefined entity,
 * invalid Unicode and unbalanced elements are faults. expat reads the XML.
 *
 * @source ISO 16684-1, 7 (XMP as RDF); XML 1.0; Namespaces in XML 1.0
 */
struct xmp_property {
    const char *space; ///< the namespace's URI
    const char *name;  ///< without prefix
    const char *value; ///< UTF-8; "" for a structure
};

struct xmp {
    const struct xmp_property *properties; ///< in the packet's order
    size_t count;
    const char **leaves; ///< all values, "path=value", sorted
    size_t leaf_count;
};

/** Namespaces whose properties matter here. */
#define XMP_DC "http://purl.org/dc/elements/1.1/"
#define XMP_PDFA "http://www.aiim.org/pdfa/ns/id/"
#define XMP_PDFUA "http://www.aiim.org/pdfua/ns/id/"
#define XMP_LETTERMILL "urn:lettermill:letter:1"

/** Maximum bytes of a packet. */
enum { XMP_LIMIT = 1024 * 1024 };

/**
 * Reads a packet.
 *
 * @param arena  owns the properties
 * @param bytes  any bytes
 * @param size   how many
 * @param xmp    [out], else empty
 * @return NULL, or the fault in words
 */
const char *xmp_read(struct arena *arena, const void *bytes, size_t size,
                     struct xmp *xmp);

/** @return the value that the packet gives first, or NULL */
const char *xmp_value(const struct xmp *xmp, const char *space,
                      const char *name);

/** @return true if the packet gives two different values */
bool xmp_contradicts(const struct xmp *xmp, const char *space,
                     const char *name);

/**
 * Compares the values of two packets, in any syntax, except the last writer
 * and its time.
 */
bool xmp_is_same(const struct xmp *a, const struct xmp *b);

#endif
