const line = /^\S+Z +([A-Z]+) +(\/\S*) +(\d{3}) +(\d+)ms$/;

export function summarize(log) {
  const routes = new Map();
  for (const text of log.split(/\r?\n/)) {
    const found = line.exec(text.trim());
    if (!found) continue;
    const [, method, target, status, duration] = found;
    const route = `${method} ${pattern(target)}`;
    const entry = routes.get(route) ?? { route, requests: 0, errors: 0, slowest: 0 };
    entry.requests += 1;
    if (Number(status) >= 500) entry.errors += 1;
    entry.slowest = Math.max(entry.slowest, Number(duration));
    routes.set(route, entry);
  }
  return [...routes.values()].sort((a, b) => b.requests - a.requests || (a.route < b.route ? -1 : 1));
}

function pattern(target) {
  const [path] = target.split('?');
  return path
    .split('/')
    .map((part) => (/^\d+$/.test(part) ? ':id' : part))
    .join('/');
}
