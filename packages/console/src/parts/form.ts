/** What a form's fields of text say, by their names, without blanks around. */
export function textsOf(form: EventTarget | null): Readonly<Record<string, string>> {
  if (!(form instanceof HTMLFormElement)) return {};
  const fields = [...new FormData(form)].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value.trim()]] : []));
  return Object.fromEntries(fields) as Record<string, string>;
}

/** Those of the fields that aren't empty. */
export const filledIn = (form: EventTarget | null): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(textsOf(form)).filter(([, value]) => value !== ''));

/** The values of the ticked boxes of one name. */
export const ticked = (form: EventTarget | null, name: string): string[] =>
  form instanceof HTMLFormElement ? new FormData(form).getAll(name).filter((value) => typeof value === 'string') : [];
