/**
 * Runs as `bash -c` with an empty environment and turns into bubblewrap: every step is a builtin or an `exec`, so there is never a parent
 * that outlives the server and keeps the sandbox alive. `mount` and `chown` are children that end before.
 *
 * Arguments: user ('' to stay), file of arguments, seccomp file, fstab file ('' for none), terminal ('tty' or ''), file size limit in KiB,
 * number of cgroup files, the files, then setpriv, mount, chown, nice ('' to keep its
 * priority), bwrap and the command inside.
 */
export const launchScript = `
user=$1 arguments=$2 filter=$3 fstab=$4 terminal=$5 fsize=$6 groups=$7; shift 7
fail() { echo "sandbox: $1" >&2; exit 96; }
while ((groups-- > 0)); do echo 0 >"$1" || fail 'cannot join its control group'; shift; done
setpriv=$1 mount=$2 chown=$3 nice=$4 bwrap=$5; shift 5
if [[ $fstab ]]; then "$mount" --all --fstab "$fstab" || fail 'cannot mount its folders'; fi
if [[ $user && $terminal ]]; then "$chown" "$user" /proc/self/fd/0 || fail 'cannot own its terminal'; fi
exec 3<"$arguments" 4<"$filter" || fail 'cannot open its settings'
closing=; for fd in /proc/self/fd/*; do fd=\${fd##*/}; if ((fd > 5)); then closing+=" $fd>&-"; fi; done; eval "exec$closing"
ulimit -c 0; ulimit -l 0; ulimit -n 1024; ulimit -f "$fsize"
chain=("$bwrap" --args 3 -- "$@")
if [[ $user ]]; then chain=("$setpriv" "--reuid=$user" "--regid=$user" --clear-groups --bounding-set=-all -- "\${chain[@]}"); fi
if [[ $nice ]]; then chain=("$nice" -n 19 "\${chain[@]}"); fi
exec "\${chain[@]}"
`;

export const seccompFd = 4;
/** Left open for what a run is fed with. */
export const feedFd = 5;
