# Usage: sh harness.sh <report>, with the run's nonce and the paths of the tests on standard input, which only the judge reads.
# The kernel shows the memory and descriptors of a process whose program may be executed, not read, to root alone.
set -e
cp "$(readlink -f "$(command -v ruby)")" /tmp/ruby
chmod 0111 /tmp/ruby
exec /tmp/ruby /opt/runtime/harness.rb "$1"
