#ifndef SEAL_WITNESS_H
#define SEAL_WITNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "base/arena.h"
#include "seal/trust_store.h"

/**
 * What a signature says of the bytes that it was made over: whether they are
 * still those, who signed, and how far that can be believed. The signature may
 * be anybody's, damaged or hostile.
 *
 * @source ETSI EN 319 142-1 (PAdES); EN 319 122-1 (CAdES); RFC 3161
 */

/** Some of the signed bytes. */
struct witness_piece {
    const void *bytes;
    size_t size;
};

/** What kind of signature it is said to be. */
enum witness_form {
    WITNESS_CADES,     ///< "/ETSI.CAdES.detached": PAdES
    WITNESS_PKCS7,     ///< "/adbe.pkcs7.detached": what came before
    WITNESS_TIMESTAMP, ///< "/ETSI.RFC3161": a time stamp on the document
};

struct witness_question {
    enum witness_form form;
    const struct witness_piece *pieces; ///< what was signed, in order
    size_t piece_count;
    const unsigned char *signature; ///< CMS in DER, and zeros behind it
    size_t signature_size;
    const struct trust *trust; ///< NULL: not asked who is trusted
    time_t now;
};

enum witness_chain {
    WITNESS_UNASKED,
    WITNESS_TRUSTED,
    WITNESS_UNTRUSTED,
};

/** Whose certificate it is. */
struct witness_person {
    const char *name;    ///< "A Name"; NULL: no certificate was found
    const char *subject; ///< "CN=A Name,O=Somebody,C=GB"
    const char *issuer;
    time_t from; ///< in force
    time_t until;
    enum witness_chain chain;
};

/** One thing that is wrong, and with what. */
struct witness_fault {
    const char *of; ///< "seal", "time stamp", "certificate"
    const char *message;
};

enum { WITNESS_FAULTS = 16 };

struct testimony {
    struct witness_fault faults[WITNESS_FAULTS];
    size_t fault_count;
    bool intact;           ///< the digest of the pieces is the signed one
    bool genuine;          ///< the signature is by the certificate's key
    const char *algorithm; ///< "RSA 2048, SHA-256"; NULL: not known
    const char *level;     ///< "PAdES B-T", "PAdES B-B", "CMS", "time stamp"
    struct witness_person signer;
    bool stamped;      ///< there is a time stamp that holds
    time_t stamped_at; ///< its time; of several the first
    struct witness_person stamper;
};

/**
 * Questions a signature.
 *
 * The certificate has to be in force at the time of the time stamp if there is
 * one that holds, else now: the time that a file states of itself proves
 * nothing. The time stamp's own has to be in force now.
 *
 * @param arena      owns the texts
 * @param question   what is asked
 * @param testimony  filled in; without faults the signature holds
 */
void witness_hear(struct arena *arena, const struct witness_question *question,
                  struct testimony *testimony);

#endif
