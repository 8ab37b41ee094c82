# Usage: sh harness.sh <report>, with the run's nonce and the paths of the tests on standard input, which only the judge reads.
# The judge is built while nobody waits: no file of the workspace is touched before its standard input is there.
set -e
home=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
jars=$(printf '%s:' /usr/share/java/junit-jupiter*.jar /usr/share/java/junit-platform-[celr]*.jar /usr/share/java/opentest4j.jar \
  /usr/share/java/apiguardian-api.jar /usr/share/java/univocity-parsers.jar)
# The kernel shows the memory and descriptors of a process whose program may be executed, not read, to root alone.
mkdir -p /tmp/jvm/bin
ln -s "$home/lib" "$home/conf" /tmp/jvm/
cp "$home/bin/java" /tmp/jvm/bin/java
chmod 0111 /tmp/jvm/bin/java
javac -proc:none -d /tmp/judge -cp "$jars" /opt/runtime/judge/*.java </dev/null
# Without attaching, management and `Unsafe` there is no way from Java to the memory of Java.
exec /tmp/jvm/bin/java -XX:+DisableAttachMechanism -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  --limit-modules java.base,java.logging,jdk.compiler,jdk.zipfs -cp "/tmp/judge:$jars" judge.Judge "$1"
