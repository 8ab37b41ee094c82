import { isRightToLeft, locales, matchLocale } from '@interviewlm/ui';

/** Our own page speaks the language of its address (`?locale=de`), or else the first of the visitor's that we have. */
const asked = [new URLSearchParams(location.search).get('locale'), ...navigator.languages];
const locale = asked.map(matchLocale).find((found) => found !== undefined) ?? locales[0];
document.documentElement.lang = locale;
document.documentElement.dir = isRightToLeft(locale) ? 'rtl' : 'ltr';
