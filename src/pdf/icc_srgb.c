#include "pdf/icc_srgb.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/*
 * The file: a header of 128 bytes, a table of tags, the tags' data. All
 * numbers are big endian; XYZ values are 32-bit with 16 bits after the point.
 * The three tone curves are one, named three times.
 */

enum {
    HEADER_SIZE = 128,
    TAG_COUNT = 9,
    TABLE_SIZE = 4 + TAG_COUNT * 12,
    CURVE_POINTS = 65, ///< on straight lines between them at most .0001 off
    DESCRIPTION_REST = 4 + 4 + 2 + 1 + 67, ///< no Unicode, no script code
};

struct xyz {
    double x, y, z;
};

/** Where a tag's data lies in the file. */
struct extent {
    const char *signature;
    size_t offset;
    size_t size;
};

static void add_number(struct buffer *buffer, uint32_t number, int bytes)
{
    while (bytes--)
        buffer_add_char(buffer, (char)(number >> (8 * bytes) & 0xFF));
}

static void add_zeros(struct buffer *buffer, size_t count)
{
    while (count--)
        buffer_add_char(buffer, 0);
}

static void add_fixed(struct buffer *buffer, double value)
{
    add_number(buffer, (uint32_t)lround(value * 65536), 4);
}

static void add_xyz(struct buffer *buffer, struct xyz colour)
{
    add_fixed(buffer, colour.x);
    add_fixed(buffer, colour.y);
    add_fixed(buffer, colour.z);
}

/** The profile connection space's white. */
static const struct xyz d50 = {0.9642, 1, 0.8249};

/* Chromaticity and luminance 1. */
static struct xyz from_chromaticity(double x, double y)
{
    return (struct xyz){x / y, 1, (1 - x - y) / y};
}

struct matrix3 {
    double m[3][3];
};

static struct xyz apply(const struct matrix3 *a, struct xyz v)
{
    return (struct xyz){
        a->m[0][0] * v.x + a->m[0][1] * v.y + a->m[0][2] * v.z,
        a->m[1][0] * v.x + a->m[1][1] * v.y + a->m[1][2] * v.z,
        a->m[2][0] * v.x + a->m[2][1] * v.y + a->m[2][2] * v.z,
    };
}

static struct matrix3 invert(const struct matrix3 *a)
{
    struct matrix3 inverse;
    double determinant = 0;

    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            const int r = (j + 1) % 3, s = (j + 2) % 3;
            const int t = (i + 1) % 3, u = (i + 2) % 3;
            inverse.m[i][j] = a->m[r][t] * a->m[s][u] - a->m[r][u] * a->m[s][t];
        }
    for (int i = 0; i < 3; i++)
        determinant += a->m[0][i] * inverse.m[i][0];
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            inverse.m[i][j] /= determinant;
    return inverse;
}

static struct xyz scale(struct xyz v, double by)
{
    return (struct xyz){v.x * by, v.y * by, v.z * by};
}

/* The eye's adaptation from one white to D50. */
static struct xyz adapt(struct xyz colour, struct xyz white)
{
    static const struct matrix3 bradford = {{{0.8951, 0.2664, -0.1614},
                                             {-0.7502, 1.7135, 0.0367},
                                             {0.0389, -0.0685, 1.0296}}};
    const struct matrix3 back = invert(&bradford);
    const struct xyz from = apply(&bradford, white);
    const struct xyz to = apply(&bradford, d50);
    struct xyz cone = apply(&bradford, colour);

    cone.x *= to.x / from.x;
    cone.y *= to.y / from.y;
    cone.z *= to.z / from.z;
    return apply(&back, cone);
}

/* Red, green and blue at full strength, as D50 sees them; they sum to white. */
static void work_out_primaries(struct xyz primaries[3])
{
    const struct xyz white = from_chromaticity(0.3127, 0.3290);
    const struct xyz r = from_chromaticity(0.64, 0.33);
    const struct xyz g = from_chromaticity(0.30, 0.60);
    const struct xyz b = from_chromaticity(0.15, 0.06);
    const struct matrix3 mix = {
        {{r.x, g.x, b.x}, {r.y, g.y, b.y}, {r.z, g.z, b.z}}};
    const struct matrix3 unmix = invert(&mix);
    const struct xyz shares = apply(&unmix, white);

    primaries[0] = adapt(scale(r, shares.x), white);
    primaries[1] = adapt(scale(g, shares.y), white);
    primaries[2] = adapt(scale(b, shares.z), white);
}

static double linear(double value)
{
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

static void add_curve(struct buffer *data)
{
    buffer_add(data, "curv\0\0\0\0", 8);
    add_number(data, CURVE_POINTS, 4);
    for (int i = 0; i < CURVE_POINTS; i++)
        add_number(data,
                   (uint32_t)lround(65535 * linear(i / (CURVE_POINTS - 1.0))),
                   2);
}

static void add_description(struct buffer *data, const char *text)
{
    const size_t size = strlen(text) + 1;

    buffer_add(data, "desc\0\0\0\0", 8);
    add_number(data, (uint32_t)size, 4);
    buffer_add(data, text, size);
    add_zeros(data, DESCRIPTION_REST);
}

static void add_point(struct buffer *data, struct xyz colour)
{
    buffer_add(data, "XYZ \0\0\0\0", 8);
    add_xyz(data, colour);
}

static struct extent end_tag(struct buffer *data, const char *signature,
                             size_t start)
{
    const struct extent extent = {signature, HEADER_SIZE + TABLE_SIZE + start,
                                  data->length - start};

    add_zeros(data, (4 - data->length % 4) % 4);
    return extent;
}

static void add_data(struct buffer *data, struct extent extents[TAG_COUNT])
{
    static const char *const colours[] = {"rXYZ", "gXYZ", "bXYZ"};
    static const char *const curves[] = {"rTRC", "gTRC", "bTRC"};
    struct xyz primaries[3];
    size_t start;

    work_out_primaries(primaries);
    add_description(data, "sRGB IEC61966-2.1");
    *extents++ = end_tag(data, "desc", 0);
    start = data->length;
    buffer_add(data, "text\0\0\0\0No copyright", 8 + sizeof "No copyright");
    *extents++ = end_tag(data, "cprt", start);
    start = data->length;
    add_point(data, d50);
    *extents++ = end_tag(data, "wtpt", start);
    for (int i = 0; i < 3; i++) {
        start = data->length;
        add_point(data, primaries[i]);
        *extents++ = end_tag(data, colours[i], start);
    }
    start = data->length;
    add_curve(data);
    *extents = end_tag(data, curves[0], start);
    for (int i = 1; i < 3; i++) {
        extents[i] = extents[0];
        extents[i].signature = curves[i];
    }
}

/* Dated with the standard's own first year, for there is no clock here. */
static void add_header(struct buffer *buffer, size_t data_size)
{
    add_number(buffer, (uint32_t)(HEADER_SIZE + TABLE_SIZE + data_size), 4);
    add_zeros(buffer, 4);
    add_number(buffer, 0x02100000, 4);
    buffer_add(buffer, "mntrRGB XYZ ", 12);
    add_number(buffer, 1999, 2);
    add_number(buffer, 1, 2);
    add_number(buffer, 1, 2);
    add_zeros(buffer, 6);
    buffer_add(buffer, "acsp", 4);
    add_zeros(buffer, 28);
    add_xyz(buffer, d50);
    add_zeros(buffer, HEADER_SIZE - 80);
}

void icc_srgb_add(struct buffer *buffer)
{
    struct buffer data = buffer_new(8192);
    struct extent extents[TAG_COUNT];

    add_data(&data, extents);
    add_header(buffer, data.length);
    add_number(buffer, TAG_COUNT, 4);
    for (int i = 0; i < TAG_COUNT; i++) {
        buffer_add(buffer, extents[i].signature, 4);
        add_number(buffer, (uint32_t)extents[i].offset, 4);
        add_number(buffer, (uint32_t)extents[i].size, 4);
    }
    buffer_add(buffer, data.bytes, data.length);
    buffer_free(&data);
}
