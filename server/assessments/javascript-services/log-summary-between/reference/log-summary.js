const line = /^(\S+Z) +([A-Z]+) +(\/\S*) +(\d{3}) +(\d+)ms$/;

export function summarize(log, { from, until } = {}) {
  const isInside = stretch(from, until);
  const routes = new Map();
  for (const text of log.split(/\r?\n/)) {
    const found = line.exec(text.trim());
    if (!found) continue;
    const [, time, method, target, status, duration] = found;
    if (!isInside(time)) continue;
    const route = `${method} ${pattern(target)}`;
    const entry = routes.get(route) ?? { route, requests: 0, errors: 0, slowest: 0 };
    entry.requests += 1;
    if (Number(status) >= 500) entry.errors += 1;
    entry.slowest = Math.max(entry.slowest, Number(duration));
    routes.set(route, entry);
  }
  return [...routes.values()].sort((a, b) => b.requests - a.requests || (a.route < b.route ? -1 : 1));
}

function stretch(from, until) {
  if (from === undefined && until === undefined) return () => true;
  const first = from === undefined ? -Infinity : moment(from);
  const end = until === undefined ? Infinity : moment(until);
  if (end < first) throw new RangeError('until is before from');
  return (time) => {
    const at = Date.parse(time);
    return at >= first && at < end;
  };
}

function moment(text) {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new RangeError(`${text} is no moment`);
  return at;
}

function pattern(target) {
  const [path] = target.split('?');
  return path
    .split('/')
    .map((part) => (/^\d+$/.test(part) ? ':id' : part))
    .join('/');
}
