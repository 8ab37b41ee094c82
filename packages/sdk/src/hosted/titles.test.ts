import { fixture, waitUntil } from '@open-wc/testing';
import { setLocale } from '@interviewlm/ui';
import type { Locale } from '@interviewlm/ui';
import { html } from 'lit';
import './hosted-interview.js';
import './hosted-replay.js';

const titles: Readonly<Record<Locale, readonly [interview: string, replay: string]>> = {
  en: ['Coding interview', 'Interview replay'],
  de: ['Coding-Interview', 'Wiedergabe des Interviews'],
  es: ['Entrevista de programación', 'Reproducción de la entrevista'],
  ja: ['コーディング面接', '面接の再生'],
  ar: ['مقابلة برمجة', 'إعادة عرض المقابلة'],
};

describe('the title of a hosted page', () => {
  const { title } = document;
  afterEach(async () => {
    document.documentElement.lang = 'en';
    await setLocale('en');
    document.title = title;
  });

  const shows = (wanted: string) => waitUntil(() => document.title === wanted, `the title ${wanted}`, { timeout: 20_000 });

  for (const [locale, [interview, replay]] of Object.entries(titles))
    it(`is in the visitor’s language: ${locale}`, async () => {
      document.documentElement.lang = locale;
      const page = await fixture(html`<hosted-interview></hosted-interview>`);
      await shows(interview);
      page.remove();
      await fixture(html`<hosted-replay></hosted-replay>`);
      await shows(replay);
    });
});
