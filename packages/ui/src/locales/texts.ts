/** By the forms of `Intl.PluralRules`; a form that a language doesn't have is left out. */
type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
/** A locale's texts by their English source, with `{0}`, `{1}` in the places of values. */
export type Texts = Readonly<Record<string, string | Forms>>;
