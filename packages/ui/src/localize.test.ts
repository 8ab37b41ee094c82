import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { BaseElement, define } from './base-element.js';
import { durationText, numberText, spokenDuration } from './formats.js';
import { getLocale, matchLocale, msg, plural, setLocale, str } from './localize.js';
import { retell } from './retell.js';

class SaysSomething extends BaseElement {
  override render() {
    return html`<p>${msg('Files')}</p>`;
  }
}
define('test-says', SaysSomething);

const said = (element: Element | undefined) => element?.shadowRoot?.textContent.trim();

describe('texts in the page’s locale', () => {
  afterEach(async () => {
    document.documentElement.lang = 'en';
    await setLocale('en');
  });

  it('has the form of each count, and the digits that code has', async () => {
    const minutes = (count: number) => plural(count, str`${count} minute`, str`${count} minutes`);
    expect([1, 2].map(minutes)).to.deep.equal(['1 minute', '2 minutes']);
    await setLocale('ar');
    expect([1, 2, 3, 11, 100].map(minutes)).to.deep.equal(['دقيقة واحدة', 'دقيقتان', '3 دقائق', '11 دقيقة', '100 دقيقة']);
    expect(numberText(1234)).to.equal('1,234');
    await setLocale('de');
    expect(numberText(1234)).to.equal('1.234');
    expect(durationText(1500)).to.match(/^1,5\s?(s|Sek\.)$/);
    expect(spokenDuration(61_000)).to.match(/^1 Minute,? 1 Sekunde$/);
    await setLocale('ja');
    expect(msg(str`${3} of ${5} passed`)).to.equal('5件中3件合格');
  });

  it('says in its own words what a server says in English, and leaves what it doesn’t know', async () => {
    const phrases = [str`Question ${''}: ${''}`];
    expect(retell('Question 2: Sums (a+b)', phrases)).to.equal('Question 2: Sums (a+b)');
    await setLocale('de');
    expect(retell('Question 2: Sums (a+b)', phrases)).to.equal('Aufgabe 2: Sums (a+b)');
    expect(retell('Something else', phrases)).to.equal('Something else');
  });

  it('follows the nearest lang around, and falls back to English', async () => {
    document.documentElement.lang = 'pt-BR';
    const [first, second] = [...(await fixture(html`<div><test-says></test-says></div>`)).children];
    expect([said(first), second, getLocale()]).to.deep.equal(['Files', undefined, 'en']);
    document.documentElement.lang = 'es-MX';
    const element = (await fixture(html`<div><test-says></test-says></div>`)).firstElementChild as SaysSomething;
    await element.updateComplete;
    expect([said(element), element.lang, element.dir]).to.deep.equal(['Archivos', 'es', 'ltr']);
    expect(['de-CH', 'AR', 'zh', '', null].map(matchLocale)).to.deep.equal(['de', 'ar', undefined, undefined, undefined]);
  });

  it('has one locale a page: of two elements that ask, the last one counts, and then the other', async () => {
    const box = await fixture<HTMLElement>(html`<div><test-says locale="de"></test-says><test-says locale="ar-EG"></test-says></div>`);
    const [german, arabic] = [...box.children] as SaysSomething[];
    await german?.updateComplete;
    await arabic?.updateComplete;
    expect([said(german), said(arabic), german?.dir, arabic?.dir]).to.deep.equal(['الملفات', 'الملفات', 'rtl', 'rtl']);
    if (german) german.locale = 'ja';
    await waitUntil(() => said(arabic) === 'ファイル', 'the Japanese texts have come', { timeout: 20_000 });
    expect([said(german), said(arabic), arabic?.lang, arabic?.dir]).to.deep.equal(['ファイル', 'ファイル', 'ja', 'ltr']);
  });
});
