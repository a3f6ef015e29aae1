# Writes what program this is as a C text: its build id, by which a letter knows
# the program that made it, and its libraries for run.json. Works at each build
# and writes where something differs.
# cmake -D ROOT=... -D VERSION=0.2.0 -D PKG_CONFIG=pkg-config
#     -D HARU=hpdf_version.h -D CSV=csv.h -D TO=build_id.c
#     [-D COMMIT=build_commit.c] -P build_id.cmake

# Libraries that can shape a page, with their pkg-config modules; libraries that
# cannot stay out of the build id: their patch releases make no letter again.
set(shaping cairo cairo cmark libcmark Expat expat GMP gmp HarfBuzz harfbuzz
    libdeflate libdeflate libpng libpng libunibreak libunibreak
    libyaml yaml-0.1 utf8proc libutf8proc)
set(others OpenSSL libcrypto)

# add_library_version(name version): to the JSON object `libraries`.
macro(add_library_version name version)
    if(libraries)
        string(APPEND libraries ", ")
    endif()
    string(APPEND libraries "\"${name}\": \"${version}\"")
endmacro()

# add_packages(name module name module...)
function(add_packages)
    while(ARGN)
        list(POP_FRONT ARGN name module)
        execute_process(COMMAND ${PKG_CONFIG} --modversion ${module}
            OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE
            COMMAND_ERROR_IS_FATAL ANY)
        add_library_version(${name} ${version})
    endwhile()
    set(libraries "${libraries}" PARENT_SCOPE)
endfunction()

# add_header(name header): for libraries that ship no .pc file.
function(add_header name header)
    file(STRINGS ${header} lines
        REGEX "define (HPDF_VERSION_TEXT|CSV_(MAJOR|MINOR|RELEASE)) ")
    string(REGEX MATCHALL "[0-9]+" version "${lines}")
    list(JOIN version "." version)
    add_library_version(${name} ${version})
    set(libraries "${libraries}" PARENT_SCOPE)
endfunction()

add_packages(${shaping})
add_header(libcsv ${CSV})
add_header(libharu ${HARU})

file(GLOB_RECURSE sources RELATIVE ${ROOT} ${ROOT}/src/*.[ch]
    ${ROOT}/assets/pdf/*)
list(SORT sources)
set(all "${VERSION} ${libraries}\n")
foreach(source IN LISTS sources)
    file(SHA256 ${ROOT}/${source} digest)
    string(APPEND all "${digest} ${source}\n")
endforeach()
string(SHA256 build_id "${all}")

add_packages(${others})
string(REPLACE "\"" "\\\"" libraries "${libraries}")
string(REPLACE ", " ",\"\n    \" " libraries "${libraries}")
# write_changed(file text): leaves a file alone that has the text already.
function(write_changed file text)
    set(old "")
    if(EXISTS ${file})
        file(READ ${file} old)
    endif()
    if(NOT text STREQUAL old)
        file(WRITE ${file} "${text}")
    endif()
endfunction()

write_changed(${TO} "#include \"run/build_id.h\"

const char build_id[] = \"${build_id}\";

const char build_id_libraries[] =
    \"{${libraries}}\";
")

# The commit stays out of the build id, so that one without a change of source
# makes no letter again. A tree without git has none.
if(COMMIT)
    set(commit "")
    if(EXISTS ${ROOT}/.git)
        execute_process(COMMAND git -C ${ROOT} describe --always --dirty
            --abbrev=12 --exclude=* OUTPUT_VARIABLE commit
            OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    endif()
    write_changed(${COMMIT} "#include \"cli/program.h\"

const char program_commit[] = \"${commit}\";
")
endif()
