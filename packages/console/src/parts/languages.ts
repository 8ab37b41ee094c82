import { mailLocales, type MailLocale } from '@interviewlm/protocol';
import { html, type TemplateResult } from 'lit';

const names = new Intl.DisplayNames('en', { type: 'language' });

/** `German`, of a language that e-mails are written in. */
export const languageName = (locale: MailLocale): string => names.of(locale) ?? locale;

/** The options of a select for the language of an e-mail. */
export const languageOptions = (chosen: MailLocale | '' = 'en'): TemplateResult[] =>
  mailLocales.map((locale) => html`<option value=${locale} ?selected=${locale === chosen}>${languageName(locale)}</option>`);
