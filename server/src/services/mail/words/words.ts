/** What a sentence is filled with; each ready to stand in running text. */
export interface Facts {
  readonly company: string;
  readonly candidate: string;
  /** Of the assessment. */
  readonly title: string;
  /** The time allowed, e.g. "60 minutes". */
  readonly duration: string;
  /** The assessment has an assistant. */
  readonly assisted: boolean;
  /** Until when the link lets in. */
  readonly until: string;
}

export interface Letter {
  subject(facts: Facts): string;
  /** A paragraph each. */
  body(facts: Facts): string[];
  readonly button: string;
}

/** Everything that e-mails say in one language, and the page behind the link that ends them. */
export interface Words {
  greeting(name: string): string;
  readonly invitation: Letter;
  readonly reminder: Letter;
  readonly result: Letter;
  /** Before what the company wrote itself. */
  note(company: string): string;
  /** Before the address in full. */
  readonly address: string;
  /** Why this came. */
  reason(company: string): string;
  readonly resultReason: string;
  readonly unsubscribe: string;
  readonly page: { readonly title: string; readonly question: string; readonly done: string; readonly unknown: string };
}
