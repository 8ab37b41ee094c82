/** Where volumes are mounted. */
export const workspace = '/workspace';

/** Names of files that are being written; trees leave them out. */
export const partMark = '.interviewlm-part';

/** Exit codes by which the scripts below say what was wrong. */
export const exitCodes = { not_found: 41, not_a_file: 42, exists: 43, volume_full: 44 } as const;

// `stand` refuses a path that leads through a link or a file: whatever a candidate planted, nothing outside the workspace is reached.
const common = `
cd ${workspace} || exit 1
refuse() { rm -f "$batch"; printf '%s' "$2" >&2; exit "$1"; }
stand() {
  at=. rest=$1
  while [ "\${rest#*/}" != "$rest" ]; do
    at=$at/\${rest%%/*} rest=\${rest#*/}
    if [ -L "$at" ] || { [ -e "$at" ] && [ ! -d "$at" ]; }; then
      if [ "$force" ]; then rm -f -- "$at"; else refuse 42 "$1"; fi
    fi
  done
}
special() { [ -L "./$1" ] || { [ -e "./$1" ] && [ ! -f "./$1" ]; }; }
there() { [ -L "./$1" ] || [ -e "./$1" ]; }
parent() { case $1 in */*) mkdir -p -- "./\${1%/*}" || refuse 44 "$1" ;; esac; }
`;

/** Prints one file: \`sh -c read sh <path>\`. */
export const readScript = `${common}
stand "$1"
there "$1" || refuse 41 "$1"
special "$1" && refuse 42 "$1"
exec cat -- "./$1"
`;

/**
 * Applies changes in order. Standard input is the contents one after the other; the arguments are
 * \`w path offset size\`, \`f path offset size\` (in the way is removed first), \`d path\` and \`m from to\`.
 */
export const writeScript = `${common}
batch=$(mktemp) && cat > "$batch" || refuse 44 .
while [ $# -gt 0 ]; do
  force=
  case $1 in
    w | f)
      [ "$1" = f ] && force=1
      stand "$2"
      if special "$2"; then if [ "$force" ]; then rm -rf -- "./$2"; else refuse 42 "$2"; fi; fi
      parent "$2"
      part="./$2"; part="\${part%/*}/${partMark}-$$"
      { tail -c "+$(($3 + 1))" "$batch" | head -c "$4" > "$part"; } 2>/dev/null && [ "$(wc -c < "$part")" -eq "$4" ] && mv -f -- "$part" "./$2" || { rm -f -- "$part"; refuse 44 "$2"; }
      shift 4 ;;
    d)
      stand "$2"
      there "$2" || refuse 41 "$2"
      rm -rf -- "./$2" || exit 1
      shift 2 ;;
    m)
      stand "$2"; stand "$3"
      there "$2" || refuse 41 "$2"
      if [ -L "./$2" ] || { [ ! -f "./$2" ] && [ ! -d "./$2" ]; }; then refuse 42 "$2"; fi
      there "$3" && refuse 43 "$3"
      parent "$3"
      mv -- "./$2" "./$3" || exit 1
      shift 3 ;;
  esac
done
rm -f "$batch"
`;

/** Regular files as \`size mtime path\\0\`. */
export const treeScript = `cd ${workspace} && exec find . -type f -printf '%s %T@ %P\\0'`;

/** Every regular file of the workspace as a tar archive. */
export const packScript = `cd ${workspace} && find . -type f ! -name '${partMark}-*' -print0 | tar --null -T - -cf -`;

/** Writes a line whenever the tree has changed, and one at the start; ends with its standard input. */
export const watchScript = `
cd ${workspace} || exit 1
exec 3<&0
( cat <&3 > /dev/null; kill $$ ) &
last=
while :; do
  now=$(find . -type f ! -name '${partMark}-*' -printf '%s %T@ %P\\0' | cksum)
  [ "$now" = "$last" ] || echo changed
  last=$now
  sleep 1
done
`;

/** A shell with a terminal: \`sh -c … sh <record> <rows> <cols>\`. Its terminal and process are noted for resize and kill. */
export const terminalScript = `
stty rows "$2" cols "$3"
printf '%s %s\\n' "$(tty)" "$$" > "$1"
cd ${workspace}
if command -v bash > /dev/null; then exec bash --norc; else exec sh; fi
`;

/** \`sh -c … sh <record> <rows> <cols>\` */
export const resizeScript = `read -r tty pid < "$1" && exec stty -F "$tty" rows "$2" cols "$3"`;

/** Hangs up what runs in the terminal: \`sh -c … sh <record>\`. */
export const hangUpScript = `read -r tty pid < "$1" || exit 0; rm -f "$1"; kill -HUP "$pid"; sleep 0.3; kill -KILL "$pid" 2> /dev/null; exit 0`;
