# Usage: sh build.sh <program>. Builds the judge.
set -e
here=$(dirname "$0")
library=$1.a
objcopy --redefine-sym main=catch_main /usr/lib/libCatch2WithMain.a "$library"
g++ -std=c++20 -O0 -rdynamic -I"$here" "$here/judge.cpp" -Wl,--whole-archive "$library" -Wl,--no-whole-archive -ldl -o "$1" </dev/null
rm "$library"
