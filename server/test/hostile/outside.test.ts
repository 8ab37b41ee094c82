import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { limits } from '@interviewlm/protocol';
import { startTestApi, type TestApi, type TestInterview } from '../support/api.js';
import { HostWatch } from './support/host-watch.js';
import { withstand } from './support/ledger.js';
import { raw } from './support/raw.js';

let api: TestApi;
let interview: TestInterview;
const secret = randomUUID();
const watch = new HostWatch(secret);
beforeAll(async () => {
  process.env.INTERVIEWLM_SECRET = secret;
  api = await startTestApi({}, { pages: true });
  interview = await opened();
});
afterAll(async () => {
  delete process.env.INTERVIEWLM_SECRET;
  await api.close();
  watch.close();
});

async function opened(): Promise<TestInterview> {
  const made = await api.acme.createInterview();
  await made.candidate.get(`/api/interview/${made.id}/workspace`);
  return made;
}

const treeOf = async ({ id, candidate }: TestInterview): Promise<string[]> =>
  (await candidate.get(`/api/interview/${id}/files`)).body.files.map(({ path }: { path: string }) => path);

/** Ways to write a path that leads out, as it stands in the request line. */
const climbing: Record<string, string> = {
  'plain dots': '../../../../../../etc/passwd',
  'encoded slashes': '..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  'encoded dots': '%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  backslashes: '..%5c..%5c..%5cetc%5cpasswd',
  'overlong UTF-8': '%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd',
  'a byte that is no text': 'a%ff%fe',
  'half a surrogate pair': 'a%ed%a0%80',
  'an absolute path': '%2fetc%2fpasswd',
  'two slashes': '/etc/passwd',
  'a null byte': 'sum.js%00.txt',
  'a line break and a header': 'sum.js%0d%0aX-Planted:%20yes',
  'dots in the middle': 'lib/./../../etc/passwd',
  'a path without end': `${'d/'.repeat(3000)}x`,
  'a percent sign that encodes nothing': 'sum%zz.js',
  'a drive': 'C:%5cWindows%5cwin.ini',
  'an alternate stream': 'sum.js::$DATA/..%2f..',
};

describe('HO4 no spelling of a path leads out of the workspace', () => {
  test.each(Object.entries(climbing))('%s, through the file API', async (spelling, path) => {
    const work = async () => {
      const before = await treeOf(interview);
      const seen = new Set<string>();
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const body = method === 'PUT' ? JSON.stringify({ content: 'planted' }) : undefined;
        const answer = await raw(api.url, method, `/api/interview/${interview.id}/files/${path}`, interview.candidate.headers, body);
        expect(answer.text).not.toMatch(/root:|planted\b.*version/s);
        expect(answer.headers).not.toMatch(/x-planted/i);
        expect(answer.status, `${method}: ${answer.text}`).toBeGreaterThanOrEqual(400);
        expect(answer.status, `${method}: ${answer.text}`).toBeLessThan(500);
        seen.add(`${answer.status}`);
      }
      expect(await treeOf(interview)).toEqual(before);
      return { ended: `refused with ${[...seen].join(' and ')}`, message: 'nothing was read, written or deleted' };
    };
    await withstand(watch, 'paths and encodings', `${spelling}, through the file API`, work, { tries: 3 });
  });

  test.each([
    ['letters that look like dots and slashes', '．．／．．／etc／passwd'],
    ['an encoding of an encoding', '%2e%2e%2fetc%2fpasswd'],
  ])('%s make an ordinary name', async (what, path) => {
    await withstand(watch, 'paths and encodings', what, async () => {
      const address = `/api/interview/${interview.id}/files/${encodeURIComponent(path)}`;
      expect((await interview.candidate.put(address, { content: 'inside' })).body).toMatchObject({ path, version: 1 });
      expect(await treeOf(interview)).toContain(path);
      await interview.candidate.delete(address);
      return { ended: 'written', message: 'as one name inside the workspace' };
    });
  });

  test.each(['/sdk/', '/embed/', '/docs/', '/examples/', '/archive/', '/i/', '/r/'])('files of the server below %s', async (folder) => {
    const work = async () => {
      const seen = new Set<number>();
      for (const path of Object.values(climbing)) {
        const answer = await raw(api.url, 'GET', folder + path);
        expect(answer.text).not.toContain('root:');
        expect(answer.headers).not.toMatch(/x-planted/i);
        expect(answer.status, `${folder + path}: ${answer.text.slice(0, 200)}`).toBeLessThan(500);
        seen.add(answer.status);
      }
      return { ended: `answered ${[...seen].sort().join(', ')}`, message: `${Object.keys(climbing).length} spellings, none was a file` };
    };
    await withstand(watch, 'paths and encodings', `files of the server below ${folder}`, work, { tries: 3 });
  });
});

/** Looks everywhere for what the candidate must not see, and says all of it. */
const snoop = `import fs from 'node:fs';
  const say = (path) => { try {
    if (fs.statSync(path).isDirectory()) for (const name of fs.readdirSync(path)) say(path + '/' + name); else console.log(path, fs.readFileSync(path, 'latin1').slice(0, 2000));
  } catch {} };
  for (const path of ['/workspace', '/tests', '/tmp', '/run', '/opt/runtime/tests', '/proc/self/environ', '/proc/self/cmdline', '/proc/1/cmdline']) say(path);
  console.log(process.argv, process.env);
  export const sum = (a, b) => a + b;`;

describe('HO5 hidden tests stay hidden', () => {
  const hidden = /sum\.hidden|adds more|20, 22/;

  test('a run that prints every file it finds', async () => {
    await withstand(watch, 'hidden tests', 'a run that prints every file it finds', async () => {
      const spied = await opened();
      await spied.candidate.put(`/api/interview/${spied.id}/files/sum.js`, { content: snoop });
      const { text, body } = await spied.candidate.post(`/api/interview/${spied.id}/run-tests`);
      expect(body ?? text).toBeTruthy();
      expect(text).toContain('/workspace');
      expect(text).not.toMatch(hidden);
      return { ended: 'by itself', message: 'it found its own files' };
    });
  });

  test('every answer that a candidate’s token gets', async () => {
    const work = async () => {
      const paths = ['', '/workspace', '/files', '/events?limit=1000', '/questions', '/question', '/report', '/replay', '/export', '/chat'];
      const answers = await Promise.all(paths.map((path) => interview.candidate.get(`/api/interview/${interview.id}${path}`)));
      for (const { text } of answers) expect(text).not.toMatch(hidden);
      return {
        ended: `answered ${[...new Set(answers.map(({ status }) => status))].sort().join(', ')}`,
        message: `${paths.length} addresses`,
      };
    };
    await withstand(watch, 'hidden tests', 'every answer that a candidate’s token gets', work, { tries: 3 });
  });

  test('what the submitted answer printed while the hidden tests ran', async () => {
    await withstand(watch, 'hidden tests', 'an answer that prints them while it is judged', async () => {
      const spied = await opened();
      await spied.candidate.put(`/api/interview/${spied.id}/files/sum.js`, { content: snoop });
      await spied.candidate.made(`/api/interview/${spied.id}/submit`);
      const status = async () => (await api.acme.secret.get(`/api/interview/${spied.id}`)).body.status;
      await expect.poll(status, { timeout: 30_000 }).toMatch(/scored|archived/);
      for (const path of ['', '/report', '/events?limit=1000', '/files', '/workspace', '/chat'])
        expect((await spied.candidate.get(`/api/interview/${spied.id}${path}`)).text).not.toMatch(hidden);
      return { ended: 'scored', message: 'the candidate’s token sees nothing of it' };
    });
  });
});

describe('HO7 a full workspace says so and loses nothing', () => {
  test('more bytes than fit, through the file API', async () => {
    await withstand(watch, 'disk bombs', 'more bytes than fit, through the file API', async () => {
      const full = await opened();
      const save = (path: string, bytes: number) =>
        full.candidate.put(`/api/interview/${full.id}/files/${path}`, { content: 'x'.repeat(bytes) });
      await full.candidate.put(`/api/interview/${full.id}/files/kept.txt`, { content: 'kept' });
      const statuses: number[] = [];
      for (let n = 0; statuses.at(-1) !== 413 && n <= limits.workspaceBytes / limits.fileBytes; n++)
        statuses.push((await save(`fill-${n}`, limits.fileBytes)).status);
      expect(statuses.at(-1)).toBe(413);
      const refused = await save('one-more', limits.fileBytes);
      expect(refused.body).toMatchObject({ status: 413, code: 'workspace_full', errors: [{ path: 'body.content' }] });
      expect((await full.candidate.get(`/api/interview/${full.id}/files/kept.txt`)).body.content).toBe('kept');
      expect((await full.candidate.get(`/api/interview/${full.id}/files/fill-0`)).body.size).toBe(limits.fileBytes);
      await full.candidate.delete(`/api/interview/${full.id}/files/fill-0`);
      expect((await save('one-more', 1000)).body).toMatchObject({ path: 'one-more', version: 1 });
      return { ended: 'refused with 413', message: refused.body.errors[0].message };
    });
  });
});
