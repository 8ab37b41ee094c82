#!/bin/sh
# Links what Rust itself needs. A library that a solution names could be one that it brings, with code that runs before the judge.
for word; do
  case $word in
  -lgcc_s | -lgcc_eh | -lgcc | -lutil | -lrt | -lpthread | -lm | -ldl | -lc) ;;
  -l*) echo "Linking with ${word#-l} is not available in a test run." >&2 && exit 1 ;;
  esac
done
exec cc "$@"
