# Puts fonts.yaml into a folder, and looks its files up by their names: in the
# folder that it gives for the family, in the other folders for fonts, beside
# itself.
#     from    the folder of fonts.yaml
#     to      the folder that gets it
#     bundle  ON: with copies of the files; OFF: with their paths
cmake_minimum_required(VERSION 3.25)

# find_font(name folder path): the path of a font's file
function(find_font name folder path)
    file(GLOB_RECURSE found LIST_DIRECTORIES false ${folder}/${name})
    if(NOT found)
        file(GLOB_RECURSE found LIST_DIRECTORIES false
            /usr/share/fonts/${name} /usr/local/share/fonts/${name}
            ${from}/${name})
    endif()
    if(NOT found)
        message(FATAL_ERROR "no font file ${name}; is its package installed?")
    endif()
    list(GET found 0 first)
    set(${path} ${first} PARENT_SCOPE)
endfunction()

file(STRINGS ${from}/fonts.yaml lines ENCODING UTF-8)
set(text "")
set(names "")
set(copies "")
set(family "")
# A family's folder comes after its files.
list(APPEND lines "  end:")
foreach(line IN LISTS lines)
    if(line MATCHES "^  [^ #].*: *$")
        foreach(name IN LISTS names)
            find_font(${name} "${folder}" path)
            list(APPEND copies ${path})
            string(REPLACE ": ${name}\n" ": ${path}\n" family "${family}")
        endforeach()
        string(APPEND text "${family}")
        set(family "")
        set(names "")
        set(folder /usr/share/fonts)
    elseif(line MATCHES "^ +(regular|bold|italic|bold_italic): *([^ ]+)")
        list(APPEND names ${CMAKE_MATCH_2})
    elseif(line MATCHES "^ +folder: *([^ ]+)")
        set(folder ${CMAKE_MATCH_1})
    endif()
    if(NOT line STREQUAL "  end:")
        string(APPEND family "${line}\n")
    endif()
endforeach()
string(APPEND text "${family}")
file(MAKE_DIRECTORY ${to})
if(bundle)
    file(COPY ${from}/fonts.yaml ${copies} DESTINATION ${to})
else()
    file(WRITE ${to}/fonts.yaml "${text}")
endif()
message(STATUS "Installing: ${to}/fonts.yaml")
