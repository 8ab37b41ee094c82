# Usage: sh harness.sh <report>, with the run's nonce and the paths of the tests on standard input, which only the judge reads.
# A judge that wasn't built beforehand is built while nobody waits: no file of the workspace is touched before standard input is there.
set -e
judge=/opt/runtime/dist/judge
if ! "$judge" </dev/null 2>/dev/null; then
  judge=/tmp/judge
  sh /opt/runtime/build.sh "$judge"
fi
# Messages in ASCII, as the report is.
export LC_ALL=C
exec "$judge" "$1"
