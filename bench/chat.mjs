// What the way through our API adds to an answer of the model: from the moment that the model sent a token to the moment that a client
// has it, beside a client that asks the model directly. Built packages needed.
// node bench/chat.mjs [--streams 1,50,200,500] [--rounds 5] [--deltas 40] [--pause-ms 40]
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { finding, quantile } from './findings.mjs';
import { startInterview, startProduct } from './product.mjs';
import { endWithUs, freePort } from './recording/stage.mjs';

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '1,50,200,500' },
    rounds: { type: 'string', default: '5' },
    deltas: { type: 'string', default: '40' },
    'pause-ms': { type: 'string', default: '40' },
  },
});
const sizes = values.streams.split(',').map(Number);
/** People don't ask in the same moment: the streams begin one after the other while one answer takes. */
const answer_ms = values.deltas * values['pause-ms'];
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

const upstreamPort = await freePort();
const upstream = spawn(process.execPath, ['bench/chat/upstream.mjs', upstreamPort, values.deltas, values['pause-ms']], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
endWithUs(upstream.pid);
await once(upstream.stdout, 'data');
const model = `http://127.0.0.1:${upstreamPort}`;
const product = await startProduct({ ANTHROPIC_API_KEY: 'bench', ANTHROPIC_BASE_URL: model, TEST_MODE: 'as_live' });
const interviews = [];
for (let n = 0; n < Math.max(...sizes); n++) interviews.push(await startInterview(product, 'log-summary'));
for (const streams of sizes) await compare(streams);
await product.profile('chat', () => askAll(ours, Math.max(...sizes)));
await product.close();
upstream.kill();
agent.destroy();

async function compare(streams) {
  const seen = { first: [[], []], each: [[], []], seconds: [[], []] };
  const cpu = [];
  // The first round opens connections and isn't counted.
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [side, ask] of [ours, directly].entries()) {
      const before = product.cpu();
      const answers = await askAll(ask, streams);
      if (round === 0) continue;
      const p95 = (figures) => quantile(figures, 0.95);
      seen.seconds[side].push(
        quantile(
          answers.map(({ seconds }) => seconds),
          0.5,
        ),
      );
      seen.first[side].push(p95(answers.map(({ late: [first] }) => first)));
      seen.each[side].push(p95(answers.flatMap(({ late }) => late)));
      if (side === 0) cpu.push(((product.cpu() - before) / streams) * 1000);
    }
  }
  const say = (measure, unit, [mine, theirs], more) =>
    finding({ bench: 'chat', measure: `${streams} at once: ${measure}`, against: 'the model itself', unit, ours: mine, theirs, ...more });
  say('first token late by, p95', 'ms', seen.first, { added: true, goal: { most: 5 } });
  say('a token late by, p95', 'ms', seen.each, { added: true });
  say('an answer', 's', seen.seconds, { goal: { most: 1.1 } });
  console.log(`${streams} at once: ${quantile(cpu, 0.5).toFixed(1)} ms of the server's processor an answer`);
}

function askAll(ask, streams) {
  return Promise.all(Array.from({ length: streams }, (_, n) => sleep((n * answer_ms) / streams).then(() => ask(n))));
}

/** As our own client does, comes again where a server that has too much to do asks it to. */
async function ours(n) {
  const { id, token } = interviews[n];
  const began = performance.now();
  for (;;) {
    const answer = await lateness(
      `${product.url}/api/interview/${id}/chat`,
      { authorization: `Bearer ${token}` },
      { message: 'Why?' },
      'delta',
    );
    if (answer.again_s === undefined) return { ...answer, seconds: (performance.now() - began) / 1000 };
    await sleep(answer.again_s * 1000);
  }
}

function directly() {
  return lateness(`${model}/v1/messages`, {}, { stream: true }, 'content_block_delta');
}

/** How late each token came, in milliseconds, and how long it took all of them. */
function lateness(url, headers, body, event) {
  return new Promise((resolve, reject) => {
    const from = performance.now();
    const sent = { ...headers, accept: 'text/event-stream', 'content-type': 'application/json' };
    const asked = request(url, { method: 'POST', agent, headers: sent }, (answer) => {
      const late = [];
      let rest = '';
      answer.setEncoding('utf8').on('data', (chunk) => {
        const now = process.hrtime.bigint();
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks)
          if (block.includes(`event: ${event}\n`))
            for (const [stamp] of block.matchAll(/\d{9,}(?= )/g)) late.push(Number(now - BigInt(stamp)) / 1e6);
      });
      answer.once('close', () => reject(new Error(`${url} broke off after ${late.length} tokens`)));
      answer.once('end', () => {
        if (answer.statusCode === 503) resolve({ again_s: Number(answer.headers['retry-after']) });
        else if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode} ${rest}`));
        else if (late.length !== Number(values.deltas)) reject(new Error(`${late.length} of ${values.deltas} tokens came`));
        else resolve({ late, seconds: (performance.now() - from) / 1000 });
      });
    });
    asked.once('error', reject).end(JSON.stringify(body));
  });
}
