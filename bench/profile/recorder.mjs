// Loaded into a process that is measured (`--import`): says over its channel where its processor time went, from `begin` to `end`.
import { Session } from 'node:inspector/promises';
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.send) {
  // What this process starts is not measured.
  delete process.env.NODE_OPTIONS;
  const session = new Session();
  session.connect();
  process.on('message', (told) => void answer(told));
  process.channel.unref();

  const answer = async (told) => {
    if (told === 'begin') {
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 500 });
      await session.post('Profiler.start');
      process.send('begun');
    } else if (told === 'end') {
      const { profile } = await session.post('Profiler.stop');
      process.send(profile);
    }
  };
}
