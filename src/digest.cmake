# Writes the digest of all sources as a C text.
# cmake -D FROM=src -D TO=sources_digest.c -P digest.cmake
file(GLOB_RECURSE sources RELATIVE ${FROM} ${FROM}/*.[ch])
list(SORT sources)
set(all "")
foreach(source IN LISTS sources)
    file(SHA256 ${FROM}/${source} digest)
    string(APPEND all "${digest} ${source}\n")
endforeach()
string(SHA256 digest "${all}")
set(text "#include \"run/build_id.h\"

const char build_id_sources[65] = \"${digest}\";
")
set(old "")
if(EXISTS ${TO})
    file(READ ${TO} old)
endif()
if(NOT text STREQUAL old)
    file(WRITE ${TO} "${text}")
endif()
