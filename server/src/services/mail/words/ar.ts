import type { Words } from './words.js';

export const ar: Words = {
  greeting: (name) => `مرحبًا ${name}،`,
  invitation: {
    subject: ({ company, title }) => `دعوة من ${company} إلى مقابلة: ${title}`,
    body: ({ company, title, assisted, duration, until }) => [
      `تلقيت دعوة من ${company} إلى مقابلة البرمجة «${title}». تُجرى المقابلة في متصفحك${assisted ? '، ومعك مساعد يمكنك سؤاله' : ''}.`,
      `المدة المتاحة منذ لحظة البدء: ${duration}. يمكنك البدء متى شئت حتى ${until}.`,
    ],
    button: 'فتح المقابلة',
  },
  reminder: {
    subject: ({ title, until }) => `مقابلتك متاحة حتى ${until}: ${title}`,
    body: ({ company, title, duration, until }) => [
      `تلقيت دعوة من ${company} إلى مقابلة البرمجة «${title}»، ولم تبدأ بعد.`,
      `يمكنك البدء حتى ${until}. المدة المتاحة منذ لحظة البدء: ${duration}.`,
    ],
    button: 'فتح المقابلة',
  },
  result: {
    subject: ({ candidate, title }) => `التقرير عن ${candidate} جاهز: ${title}`,
    body: ({ candidate, title }) => [
      `سُلِّمت مقابلة ${candidate}: «${title}». يمكنك قراءة التقرير ومشاهدة كيف تكوَّن الحل.`,
      'يتيح الرابط الدخول لكل من يملكه، فشاركه بحذر.',
    ],
    button: 'فتح التقرير والعرض',
  },
  note: (company) => `رسالة من ${company}:`,
  address: 'إذا لم يعمل الزر، فافتح هذا العنوان في متصفحك:',
  reason: (company) => `وصلتك هذه الرسالة لأنك دُعيت من ${company} إلى مقابلة.`,
  resultReason: 'وصلتك هذه الرسالة لأن عنوانك محدَّد لتلقي نتيجة هذه المقابلة.',
  unsubscribe: 'إيقاف رسائل التذكير',
  page: {
    title: 'رسائل التذكير',
    question: 'هل تريد إيقاف رسائل التذكير بالمقابلات من هذه الشركة؟ ستستمر الدعوات في الوصول.',
    done: 'لن تصلك رسائل تذكير أخرى من هذه الشركة.',
    unknown: 'هذا الرابط غير مكتمل. افتحه مرة أخرى من الرسالة.',
  },
};
