#include "base/library_versions.h"

#include <openssl/crypto.h>
#include <utf8proc.h>

void library_versions_base(library_versions_visit *visit, void *context)
{
    visit("OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING), context);
    visit("utf8proc", utf8proc_version(), context);
}
