import type { Reducers } from './reducer.js';

export const integrity: Reducers = {
  'integrity.focus': (draft) => draft.patch('signals', { away: false }),
  'integrity.blur': (draft, { data }) => {
    const { blurs, away_ms } = draft.next.signals;
    draft.patch('signals', { away: true, blurs: blurs + 1, away_ms: away_ms + (data.away_ms ?? 0) });
  },
  'integrity.paste': (draft, { data }) => {
    const { pastes, pasted_chars } = draft.next.signals;
    draft.patch('signals', { pastes: pastes + 1, pasted_chars: pasted_chars + data.chars });
  },
  'integrity.copy': (draft) => draft.patch('signals', { copies: draft.next.signals.copies + 1 }),
  'integrity.fullscreen': (draft, { data }) => draft.patch('signals', { fullscreen: data.on }),
  'network.gap': (draft, { data }) => {
    const { gaps, gap_ms } = draft.next.signals;
    draft.patch('signals', { gaps: gaps + 1, gap_ms: gap_ms + data.ms });
  },
};
