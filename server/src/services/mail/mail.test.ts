import { describe, expect, test } from 'vitest';
import { MailLocale } from '@interviewlm/protocol';
import { nextPause_s } from './schedule.js';
import { MailSecrets } from './secrets.js';
import { write, type Draft } from './write.js';

const draft: Draft = {
  kind: 'reminder',
  locale: 'en',
  company: 'Acme & Söhne',
  candidate: 'Ada',
  title: 'Basics',
  assisted: true,
  limit_ms: 3_600_000,
  expires_at: new Date('2026-12-24T15:00:00Z'),
  message: '',
  link: 'https://example.org/i/itv_1#code',
  unsubscribe: 'https://example.org/unsubscribe/token',
};

describe('what is written', () => {
  const all = MailLocale.options.flatMap((locale) =>
    (['invitation', 'reminder', 'result'] as const).map((kind) => [locale, kind] as const),
  );

  test.each(all)('%s, %s: says what it must, in both forms', (locale, kind) => {
    const { subject, text, html } = write({ ...draft, locale, kind });
    expect(subject).not.toMatch(/[\r\n]|undefined|\$\{/);
    expect(subject).toContain('Basics');
    for (const form of [text, html]) {
      expect(form).toContain(draft.link);
      expect(form).toContain(draft.unsubscribe);
      expect(form).not.toMatch(/undefined|\$\{/);
    }
    expect(html).toContain(`lang="${locale}"`);
    if (kind !== 'result') expect(html).toContain('Acme &amp; Söhne');
  });

  test('it tells of an assistant only where there is one', () => {
    const of = (assisted: boolean) => write({ ...draft, kind: 'invitation', assisted }).text.replaceAll('\n', ' ');
    expect(of(true)).toContain('in your browser, with an assistant that you may ask.');
    expect(of(false)).toContain('in your browser.');
  });

  test('no two languages say the same', () => {
    const bodies = MailLocale.options.map((locale) => write({ ...draft, locale }).text.replaceAll(/https?:\S+|Basics|Ada|Acme/g, ''));
    expect(new Set(bodies).size).toBe(bodies.length);
    expect(write({ ...draft, locale: 'de' }).text).toContain('60 Minuten');
    expect(write(draft).text).toContain('December 24, 2026');
  });
});

test('it is tried for about a day, and then no more', () => {
  const pauses = Array.from({ length: 11 }, (_, index) => nextPause_s(index + 1, () => 0.5));
  expect(pauses.at(-1)).toBeNull();
  const hours = pauses.reduce<number>((sum, pause) => sum + (pause ?? 0), 0) / 3600;
  expect(hours).toBeGreaterThan(22);
  expect(hours).toBeLessThan(26);
});

describe('secrets', () => {
  const secrets = new MailSecrets('a secret of the server');

  test('a code follows from the e-mail and the secret, and looks like any other', () => {
    expect(secrets.codeOf('mail_1')).toEqual(secrets.codeOf('mail_1'));
    expect(secrets.codeOf('mail_1').code).toMatch(/^ilm_inv_[\w-]{40}$/);
    expect(secrets.codeOf('mail_2').code).not.toBe(secrets.codeOf('mail_1').code);
    expect(new MailSecrets('another').codeOf('mail_1').code).not.toBe(secrets.codeOf('mail_1').code);
  });

  test('an unsubscribe link opens only whole and with our secret', () => {
    const wish = { tenant: 'ten_1', hash: secrets.hashOf('ten_1', 'Ada@Example.com'), locale: 'ja' } as const;
    const token = secrets.tokenOf(wish);
    expect(secrets.wishOf(token)).toEqual(wish);
    expect(secrets.hashOf('ten_1', 'ada@example.com')).toEqual(wish.hash);
    expect(secrets.hashOf('ten_2', 'ada@example.com')).not.toEqual(wish.hash);
    for (const wrong of ['', 'nonsense', token.slice(1), `${token.slice(0, -2)}xx`]) expect(secrets.wishOf(wrong)).toBeNull();
    expect(new MailSecrets('another').wishOf(token)).toBeNull();
  });
});
