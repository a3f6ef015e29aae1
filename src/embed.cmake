# Writes a file as a C array with a NUL behind it.
# cmake -D FROM=proof.css -D TO=proof_css.c -D NAME=... -D HEADER=... -P embed.cmake
file(READ ${FROM} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n"
    bytes "${bytes}")
file(WRITE ${TO} "#include \"${HEADER}\"

const unsigned char ${NAME}[] = {
${bytes}0};
")
