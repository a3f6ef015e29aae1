#!/bin/sh
# pkg-config on a machine whose libraries are each a patch release later.
pkg-config "$@" | sed 's/$/.1/'
