// Callers that ask one after the other for as long as they are told to.
import { Agent, get } from 'node:http';

/**
 * Milliseconds of every request that so many callers make in `seconds`. Each asks for the next of `interviews`: with many of them, no
 * token meets its limit.
 */
export async function load({ url, pathOf, interviews, connections, seconds }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times = [];
  const end = performance.now() + seconds * 1000;
  let turn = 0;
  const caller = async () => {
    while (performance.now() < end) {
      const { interview, token } = interviews[turn++ % interviews.length];
      const from = performance.now();
      await read(agent, url + pathOf(interview), token);
      times.push(performance.now() - from);
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  agent.destroy();
  return times;
}

function read(agent, url, token) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { authorization: `Bearer ${token}` } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      answer.resume().once('end', resolve);
    }).once('error', reject);
  });
}
