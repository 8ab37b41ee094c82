import type { Words } from './words.js';

export const es: Words = {
  greeting: (name) => `Hola, ${name}:`,
  invitation: {
    subject: ({ company, title }) => `${company} le invita a una entrevista: ${title}`,
    body: ({ company, title, assisted, duration, until }) => [
      `${company} le invita a la entrevista de programación «${title}». Se hace en su navegador${assisted ? ', con un asistente al que puede preguntar' : ''}.`,
      `Dispone de ${duration} desde que empiece. Puede empezar cuando quiera, hasta el ${until}.`,
    ],
    button: 'Abrir la entrevista',
  },
  reminder: {
    subject: ({ title, until }) => `Su entrevista está abierta hasta el ${until}: ${title}`,
    body: ({ company, title, duration, until }) => [
      `${company} le ha invitado a la entrevista de programación «${title}» y todavía no ha empezado.`,
      `Puede empezar hasta el ${until}. Desde entonces dispone de ${duration}.`,
    ],
    button: 'Abrir la entrevista',
  },
  result: {
    subject: ({ candidate, title }) => `El informe sobre ${candidate} está listo: ${title}`,
    body: ({ candidate, title }) => [
      `${candidate} ha entregado la entrevista «${title}». Puede leer el informe y ver cómo surgió la solución.`,
      'El enlace da acceso a cualquiera que lo tenga: compártalo con cuidado.',
    ],
    button: 'Abrir el informe y la reproducción',
  },
  note: (company) => `${company} escribe:`,
  address: 'Si el botón no funciona, abra esta dirección en su navegador:',
  reason: (company) => `Recibe este correo porque ${company} le ha invitado a una entrevista.`,
  resultReason: 'Recibe este correo porque se indicó su dirección para el resultado de esta entrevista.',
  unsubscribe: 'No recibir más recordatorios',
  page: {
    title: 'Recordatorios',
    question: '¿No quiere recibir más recordatorios de entrevistas de esta empresa? Las invitaciones seguirán llegando.',
    done: 'No recibirá más recordatorios de esta empresa.',
    unknown: 'Este enlace no está completo. Ábralo de nuevo desde el correo.',
  },
};
