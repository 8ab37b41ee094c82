import type { Words } from './words.js';

export const de: Words = {
  greeting: (name) => `Guten Tag ${name},`,
  invitation: {
    subject: ({ company, title }) => `${company} lädt Sie zu einem Interview ein: ${title}`,
    body: ({ company, title, assisted, duration, until }) => [
      `${company} lädt Sie zum Programmier-Interview „${title}“ ein. Es findet in Ihrem Browser statt${assisted ? ', mit einem Assistenten, den Sie fragen dürfen' : ''}.`,
      `Ab dem Beginn haben Sie ${duration}. Sie können jederzeit beginnen, bis ${until}.`,
    ],
    button: 'Interview öffnen',
  },
  reminder: {
    subject: ({ title, until }) => `Ihr Interview ist bis ${until} offen: ${title}`,
    body: ({ company, title, duration, until }) => [
      `${company} hat Sie zum Programmier-Interview „${title}“ eingeladen, und Sie haben noch nicht begonnen.`,
      `Sie können bis ${until} beginnen und haben von da an ${duration}.`,
    ],
    button: 'Interview öffnen',
  },
  result: {
    subject: ({ candidate, title }) => `Der Bericht über ${candidate} ist da: ${title}`,
    body: ({ candidate, title }) => [
      `${candidate} hat das Interview „${title}“ abgegeben. Sie können den Bericht lesen und ansehen, wie die Lösung entstanden ist.`,
      'Der Link lässt jeden ein, der ihn hat: Geben Sie ihn mit Bedacht weiter.',
    ],
    button: 'Bericht und Wiedergabe öffnen',
  },
  note: (company) => `${company} schreibt:`,
  address: 'Falls der Knopf nicht funktioniert, öffnen Sie diese Adresse in Ihrem Browser:',
  reason: (company) => `Sie erhalten diese E-Mail, weil ${company} Sie zu einem Interview eingeladen hat.`,
  resultReason: 'Sie erhalten diese E-Mail, weil Ihre Adresse für das Ergebnis dieses Interviews angegeben wurde.',
  unsubscribe: 'Keine Erinnerungen mehr',
  page: {
    title: 'Erinnerungen',
    question: 'Möchten Sie von diesem Unternehmen keine Erinnerungen an Interviews mehr? Einladungen kommen weiterhin.',
    done: 'Sie erhalten von diesem Unternehmen keine Erinnerungen mehr.',
    unknown: 'Dieser Link ist nicht vollständig. Öffnen Sie ihn noch einmal aus der E-Mail.',
  },
};
