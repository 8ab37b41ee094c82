import type { MailLocale } from '@interviewlm/protocol';
import { ar } from './ar.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { ja } from './ja.js';
import type { Words } from './words.js';

const all: Readonly<Record<MailLocale, Words>> = { en, de, es, ja, ar };

export const wordsIn = (locale: MailLocale): Words => all[locale];
export const directionOf = (locale: MailLocale): 'ltr' | 'rtl' => (locale === 'ar' ? 'rtl' : 'ltr');
