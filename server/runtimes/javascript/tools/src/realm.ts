/** What the bundle's `globalThis` is: reads fall through to the real one, writes and registered symbols stay in here. */
const symbols = new Map<string, symbol>();

function registered(name: string): symbol {
  const known = symbols.get(name) ?? Symbol(name);
  symbols.set(name, known);
  return known;
}

const PrivateSymbol = Object.create(Symbol, { for: { value: registered } }) as SymbolConstructor;

/** The key is the one that jest's packages look up before they use `Symbol`. */
export const privateRealm = Object.create(global, { 'jest-symbol-do-not-touch': { value: PrivateSymbol } }) as typeof globalThis;
