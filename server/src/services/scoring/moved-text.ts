import type { EventOf, SessionEvent, TextChange } from '@interviewlm/protocol';
import { apply, emptyState, type Entry, type ReplayState } from '@interviewlm/recording';

/** Shorter text is found anywhere by chance. */
const leastChars = 12;
const rememberedCuts = 200;

/**
 * A paste tells that text came over the clipboard, not from where. What was in the workspace before, or in the question, is the
 * candidate's own text on the move and counts as typed; what the assistant wrote counts as accepted from it. The rest stays a paste.
 */
export function withKnownPastes(entries: readonly Entry[]): Entry[] {
  let state = emptyState;
  const cuts: string[] = [];
  const answers: string[] = [];
  return entries.map((entry) => {
    const { event } = entry;
    const before = state;
    state = apply(state, event);
    if (event.type === 'chat.assistant') answers.push(event.data.text);
    if (event.type === 'chat.proposal') answers.push(event.data.proposal.content);
    if (event.type !== 'editor.edit') return entry;
    for (const [offset, deleted] of event.data.changes) {
      if (deleted >= leastChars) cuts.push((before.files.get(event.data.path)?.content ?? '').slice(offset, offset + deleted));
    }
    cuts.splice(0, cuts.length - rememberedCuts);
    return event.data.origin === 'paste' ? { ...entry, event: known(event, before, cuts, answers) } : entry;
  });
}

function known(event: EventOf<'editor.edit'>, state: ReplayState, cuts: readonly string[], answers: readonly string[]): SessionEvent {
  const texts = event.data.changes.map(([, , inserted]: TextChange) => inserted.trim()).filter((text) => text !== '');
  const own = [...[...state.files.values()].map(({ content }) => content), ...cuts, state.question?.instructions ?? ''];
  const isIn = (places: readonly string[]) => texts.every((text) => places.some((place) => place.includes(text)));
  if (texts.every(({ length }) => length < leastChars) || isIn(own)) return { ...event, data: { ...event.data, origin: 'typed' } };
  return isIn(answers) ? { ...event, data: { ...event.data, origin: 'accept' } } : event;
}
