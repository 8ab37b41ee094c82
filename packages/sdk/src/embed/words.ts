/** The two texts that a page may need before, or without, anything else of ours. The others are in `@interviewlm/ui`'s locales. */
const words: Readonly<Record<string, readonly [title: string, failed: string]>> = {
  en: ['Coding interview', 'The interview could not be loaded. Please reload the page.'],
  de: ['Programmier-Interview', 'Das Interview konnte nicht geladen werden. Bitte laden Sie die Seite neu.'],
  es: ['Entrevista de programación', 'No se ha podido cargar la entrevista. Vuelva a cargar la página.'],
  ja: ['コーディング面接', '面接を読み込めませんでした。ページを再読み込みしてください。'],
  ar: ['مقابلة برمجية', 'تعذّر تحميل المقابلة. يُرجى إعادة تحميل الصفحة.'],
};

/** What a place asks for by `data-locale`, or the page around it by `lang`. */
export const localeOf = (place: HTMLElement): string => place.dataset.locale ?? place.closest<HTMLElement>('[lang]')?.lang ?? 'en';

export const wordsFor = (place: HTMLElement): readonly [title: string, failed: string] =>
  words[localeOf(place).toLowerCase().split('-')[0] ?? ''] ?? (words.en as readonly [string, string]);
