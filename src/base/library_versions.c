#include "base/library_versions.h"

#include <openssl/crypto.h>
#include <utf8proc.h>

void base_libraries(library_visit *visit, void *context)
{
    visit("OpenSSL", OpenSSL_version(OPENSSL_VERSION_STRING), context);
    visit("utf8proc", utf8proc_version(), context);
}
