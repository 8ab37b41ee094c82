import type { Hold } from './hold.js';

/** Long enough for a tab in the background to answer. */
const patienceMs = 600;

type Message = { readonly says: 'asking' | 'holding' | 'taking'; readonly tab: string };

/**
 * The same as by locks where a browser has none, as on pages without https: tabs ask each other. Of two that ask at once, the one with
 * the smaller name gets it. A tab that was put to sleep can't answer; it learns when it wakes that another one has the interview.
 */
export function holdByMessages(name: string, { steal, onLost }: { steal: boolean; onLost: () => void }): Promise<Hold | null> {
  const channel = new BroadcastChannel(name);
  const tab = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  const say = (says: Message['says']) => channel.postMessage({ says, tab } satisfies Message);
  return new Promise((resolve) => {
    let state: 'asking' | 'holding' | 'over' = 'asking';
    const leave = () => {
      state = 'over';
      channel.close();
    };
    const hold = () => {
      if (state !== 'asking') return;
      state = 'holding';
      say('taking');
      resolve({ release: leave });
    };
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.says === 'asking' && (state === 'holding' || tab < data.tab)) {
        say('holding');
        return;
      }
      const wasHolding = state === 'holding';
      if (wasHolding && data.says === 'holding') return;
      leave();
      if (wasHolding) onLost();
      else resolve(null);
    };
    if (steal) return hold();
    say('asking');
    setTimeout(hold, patienceMs);
  });
}
