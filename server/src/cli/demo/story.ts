/** One thing that the demo's candidate does. Times are what it takes on the interview's clock. */
export type Act =
  | { do: 'think'; ms: number }
  | { do: 'open'; path: string }
  /** Types `put` over `find` in the open file, in a person's rhythm; an empty `find` is the end of the file. */
  | { do: 'type'; find: string; put: string }
  | { do: 'paste'; find: string; put: string }
  | { do: 'run' }
  | { do: 'ask'; message: string }
  | { do: 'shell'; lines: readonly string[] }
  | { do: 'away'; ms: number }
  | { do: 'next' };

const firstTry = `  const routes = new Map();
  for (const line of log.split('\\n')) {
    const [, method, target, status, duration] = line.split(' ');
    const route = \`\${method} \${target}\`;
    const entry = routes.get(route) ?? { route, requests: 0, errors: 0, slowest: 0 };
    entry.requests += 1;
    if (Number(status) >= 500) entry.errors += 1;
    entry.slowest = Math.max(entry.slowest, parseInt(duration, 10));
    routes.set(route, entry);
  }
  return [...routes.values()].sort((a, b) => b.requests - a.requests);`;

const parsing = `    const [, method, target, status, duration] = line.split(' ');
    const route = \`\${method} \${target}\`;`;

const strictParsing = `    const found = shape.exec(line.trim());
    if (!found) continue;
    const [, method, target, status, duration] = found;
    const route = \`\${method} \${routeOf(target)}\`;`;

const followedParsing = `const [, time, method, target, status, duration] = found;
    if (!isWithin(time, from, until)) continue;`;

const routeOf = `
function routeOf(target) {
  const [path] = target.split('?');
  return path
    .split('/')
    .map((part) => (/^\\d+$/.test(part) ? ':id' : part))
    .join('/');
}
`;

/** The follow-up: `summarize` takes a stretch of time. */
const stretch = `
function isWithin(time, from, until) {
  if (from === undefined && until === undefined) return true;
  const at = Date.parse(time);
  return at >= (from === undefined ? -Infinity : Date.parse(from)) && at < (until === undefined ? Infinity : Date.parse(until));
}

function checkStretch(from, until) {
  for (const limit of [from, until])
    if (limit !== undefined && Number.isNaN(Date.parse(limit))) throw new RangeError(\`\${limit} is no moment\`);
  if (Date.parse(until) < Date.parse(from)) throw new RangeError('until is before from');
}
`;

const take = `    const now = this.now();
    for (const [name, times] of this.clients) {
      if (times.at(-1) > now - this.windowMs) break;
      this.clients.delete(name);
    }
    const times = this.clients.get(client) ?? [];
    while (times[0] <= now - this.windowMs) times.shift();
    if (times.length >= this.limit) {
      return { allowed: false, remaining: 0, retryAfterMs: times[0] + this.windowMs - now };
    }
    times.push(now);
    this.clients.delete(client);
    this.clients.set(client, times);
    return { allowed: true, remaining: this.limit - times.length, retryAfterMs: 0 };`;

/** The slug that the story is about: the first question of the bundled JavaScript assessment. */
export const storyQuestion = 'log-summary';

/** A quarter of an hour: a first try that fails, a question to the assistant, the fix, what builds on it, and the next exercise. */
export const story: readonly Act[] = [
  { do: 'open', path: 'log-summary.js' },
  { do: 'think', ms: 38_000 },
  { do: 'type', find: '  return [];', put: firstTry },
  { do: 'think', ms: 6_000 },
  { do: 'run' },
  { do: 'think', ms: 21_000 },
  { do: 'ask', message: 'The test for numbers in a path fails. How can I replace only the parts of a path that are all digits?' },
  { do: 'think', ms: 17_000 },
  { do: 'type', find: parsing, put: strictParsing },
  { do: 'type', find: '/**\n', put: 'const shape = /^\\S+Z +([A-Z]+) +(\\/\\S*) +(\\d{3}) +(\\d+)ms$/;\n\n/**\n' },
  { do: 'type', find: '', put: routeOf },
  { do: 'run' },
  { do: 'think', ms: 9_000 },
  { do: 'type', find: 'b.requests - a.requests)', put: 'b.requests - a.requests || (a.route < b.route ? -1 : 1))' },
  { do: 'run' },
  { do: 'shell', lines: ['ls', 'node --version'] },
  { do: 'next' },
  { do: 'open', path: 'log-summary.js' },
  { do: 'think', ms: 31_000 },
  { do: 'type', find: 'summarize(log) {\n', put: 'summarize(log, { from, until } = {}) {\n  checkStretch(from, until);\n' },
  { do: 'type', find: '/^\\S+Z +', put: '/^(\\S+Z) +' },
  { do: 'type', find: 'const [, method, target, status, duration] = found;', put: followedParsing },
  { do: 'type', find: '', put: stretch },
  { do: 'run' },
  { do: 'think', ms: 8_000 },
  { do: 'next' },
  { do: 'open', path: 'rate-limiter.js' },
  { do: 'think', ms: 44_000 },
  { do: 'type', find: '    this.now = now;', put: '    this.now = now;\n    this.clients = new Map();' },
  { do: 'type', find: '    return 0;', put: '    return this.clients.size;' },
  { do: 'away', ms: 14_000 },
  { do: 'type', find: "    throw new Error('not written yet');", put: take },
  {
    do: 'paste',
    find: 'export class RateLimiter {\n',
    put: '/** Lets each client through `limit` times in any `windowMs`. */\nexport class RateLimiter {\n',
  },
  { do: 'run' },
  { do: 'think', ms: 12_000 },
];
