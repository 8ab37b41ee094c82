/** The languages that e-mails are written in. */
export const mailLocales = ['en', 'de', 'es', 'ja', 'ar'] as const;
