#include "base/hash.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

struct hash {
    EVP_MD_CTX *context;
    EVP_MD *algorithm;
};

/* EVP fails only if memory or the algorithm is missing. */
static void must(int done)
{
    if (!done)
        abort();
}

struct hash *hash_new(void)
{
    struct hash *hash = memory_alloc(sizeof *hash);

    hash->context = EVP_MD_CTX_new();
    hash->algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    must(hash->context && hash->algorithm);
    must(EVP_DigestInit_ex2(hash->context, hash->algorithm, NULL));
    return hash;
}

void hash_free(struct hash *hash)
{
    if (!hash)
        return;
    EVP_MD_CTX_free(hash->context);
    EVP_MD_free(hash->algorithm);
    free(hash);
}

void hash_add(struct hash *hash, const void *bytes, size_t size)
{
    must(EVP_DigestUpdate(hash->context, bytes, size));
}

void hash_add_integer(struct hash *hash, int64_t value)
{
    unsigned char bytes[8];

    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)((uint64_t)value >> (8 * i));
    hash_add(hash, bytes, sizeof bytes);
}

void hash_add_text(struct hash *hash, const char *text)
{
    if (!text) {
        hash_add_integer(hash, -1);
        return;
    }
    hash_add_integer(hash, (int64_t)strlen(text));
    hash_add(hash, text, strlen(text));
}

void hash_restart(struct hash *hash)
{
    must(EVP_DigestInit_ex2(hash->context, hash->algorithm, NULL));
}

void hash_peek(const struct hash *hash, unsigned char digest[static HASH_SIZE])
{
    EVP_MD_CTX *copy = EVP_MD_CTX_new();

    must(copy && EVP_MD_CTX_copy_ex(copy, hash->context));
    must(EVP_DigestFinal_ex(copy, digest, NULL));
    EVP_MD_CTX_free(copy);
}

void hash_copy(struct hash *hash, const struct hash *from)
{
    must(EVP_MD_CTX_copy_ex(hash->context, from->context));
}

void hash_finish(struct hash *hash, unsigned char digest[static HASH_SIZE])
{
    must(EVP_DigestFinal_ex(hash->context, digest, NULL));
    hash_restart(hash);
}

char *hash_hex(const unsigned char digest[static HASH_SIZE],
               char hex[static HASH_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < HASH_SIZE; i++) {
        hex[2 * i] = digits[digest[i] >> 4];
        hex[2 * i + 1] = digits[digest[i] & 15];
    }
    hex[2 * HASH_SIZE] = '\0';
    return hex;
}

bool hash_read_hex(const char *hex, unsigned char digest[static HASH_SIZE])
{
    static const char digits[] = "0123456789abcdef";

    if (strlen(hex) != 2 * HASH_SIZE || strspn(hex, digits) != 2 * HASH_SIZE)
        return false;
    for (int i = 0; i < HASH_SIZE; i++)
        digest[i] = (unsigned char)((strchr(digits, hex[2 * i]) - digits) << 4 |
                                    (strchr(digits, hex[2 * i + 1]) - digits));
    return true;
}

void hash_bytes(const void *bytes, size_t size,
                unsigned char digest[static HASH_SIZE])
{
    must(EVP_Digest(bytes, size, digest, NULL, EVP_sha256(), NULL));
}

uint64_t hash_fnv_bytes(uint64_t seed, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    uint64_t sum = seed ? seed : UINT64_C(14695981039346656037);

    for (size_t i = 0; i < size; i++)
        sum = (sum ^ byte[i]) * UINT64_C(1099511628211);
    return sum;
}

uint64_t hash_fnv(const char *text)
{
    return hash_fnv_bytes(0, text, strlen(text));
}

static uint64_t mix(uint64_t sum, uint64_t word)
{
    sum = (sum ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return sum ^ sum >> 29;
}

uint64_t hash_table64(uint64_t seed, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;
    uint64_t sum = mix(seed, size);
    uint64_t word;

    for (; size >= sizeof word; size -= sizeof word, byte += sizeof word) {
        memcpy(&word, byte, sizeof word);
        sum = mix(sum, word);
    }
    for (word = 0; size; size--)
        word = word << 8 | byte[size - 1];
    return mix(mix(sum, word), 0);
}
