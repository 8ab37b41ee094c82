import type { Words } from './words.js';

export const en: Words = {
  greeting: (name) => `Hello ${name},`,
  invitation: {
    subject: ({ company, title }) => `${company} invites you to an interview: ${title}`,
    body: ({ company, title, assisted, duration, until }) => [
      `${company} invites you to the coding interview “${title}”. It takes place in your browser${assisted ? ', with an assistant that you may ask' : ''}.`,
      `You have ${duration} once you begin. Begin whenever it suits you, until ${until}.`,
    ],
    button: 'Open the interview',
  },
  reminder: {
    subject: ({ title, until }) => `Your interview is open until ${until}: ${title}`,
    body: ({ company, title, duration, until }) => [
      `${company} has invited you to the coding interview “${title}”, and you have not begun yet.`,
      `You can begin until ${until}. You have ${duration} from then on.`,
    ],
    button: 'Open the interview',
  },
  result: {
    subject: ({ candidate, title }) => `The report on ${candidate} is there: ${title}`,
    body: ({ candidate, title }) => [
      `${candidate} has handed in the interview “${title}”. You can read the report and replay how the solution came about.`,
      'The link lets in whoever has it, so pass it on with care.',
    ],
    button: 'Open report and replay',
  },
  note: (company) => `${company} writes:`,
  address: 'If the button does not work, open this address in your browser:',
  reason: (company) => `You get this e-mail because ${company} invited you to an interview.`,
  resultReason: 'You get this e-mail because your address was given for the result of this interview.',
  unsubscribe: 'No more reminders',
  page: {
    title: 'Reminders',
    question: 'Do you want no more reminders of interviews from this company? Invitations still come.',
    done: 'You get no more reminders from this company.',
    unknown: 'This link is not complete. Open it once more from the e-mail.',
  },
};
