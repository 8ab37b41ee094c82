const line = /^\S+Z +([A-Z]+) +(\/\S*) +(\d{3}) +(\d+)ms$/;

export function summarize(log, { percentiles = [] } = {}) {
  if (percentiles.some((percent) => !(percent > 0 && percent <= 100))) throw new RangeError('a percentile is above 0 and at most 100');
  const routes = new Map();
  for (const text of log.split(/\r?\n/)) {
    const found = line.exec(text.trim());
    if (!found) continue;
    const [, method, target, status, duration] = found;
    const route = `${method} ${pattern(target)}`;
    const entry = routes.get(route) ?? { summary: { route, requests: 0, errors: 0, slowest: 0 }, times: [] };
    const { summary } = entry;
    summary.requests += 1;
    if (Number(status) >= 500) summary.errors += 1;
    if (Number(status) < 400) entry.times.push(Number(duration));
    summary.slowest = Math.max(summary.slowest, Number(duration));
    routes.set(route, entry);
  }
  const summaries = [...routes.values()].map(({ summary, times }) =>
    percentiles.length === 0 ? summary : { ...summary, percentiles: ranked(times, percentiles) },
  );
  return summaries.sort((a, b) => b.requests - a.requests || (a.route < b.route ? -1 : 1));
}

function ranked(times, percentiles) {
  const sorted = times.sort((a, b) => a - b);
  const at = (percent) => sorted.find((_, index) => (index + 1) * 100 >= percent * sorted.length) ?? null;
  return Object.fromEntries(percentiles.map((percent) => [percent, at(percent)]));
}

function pattern(target) {
  const [path] = target.split('?');
  return path
    .split('/')
    .map((part) => (/^\d+$/.test(part) ? ':id' : part))
    .join('/');
}
