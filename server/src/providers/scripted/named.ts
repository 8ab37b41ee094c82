/** The thing whose `name` the text speaks of: most of its telling words are in the text. Null when none is, the first of equals otherwise. */
export function named<T extends { name: string }>(things: readonly T[], text: string): T | null {
  const said = new Set(words(text));
  const scored = things.map((thing) => ({ thing, share: share(words(thing.name), said) }));
  const best = scored.reduce<(typeof scored)[number] | null>((most, each) => (each.share > (most?.share ?? 0) ? each : most), null);
  return best && best.share >= enough ? best.thing : null;
}

/** How much of a name has to be said: people shorten a test's name, and forget its small words. */
const enough = 0.5;
/** These are in any question about a test, and in many tests' names. */
const untelling = new Set('a an and are for from in is it its not of on or test tests that the to with when why'.split(' '));

function share(name: readonly string[], said: ReadonlySet<string>): number {
  return name.length === 0 ? 0 : name.filter((word) => said.has(word)).length / name.length;
}

const words = (text: string): string[] => [
  ...new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !untelling.has(word))),
];
