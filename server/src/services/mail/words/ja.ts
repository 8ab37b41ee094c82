import type { Words } from './words.js';

export const ja: Words = {
  greeting: (name) => `${name} 様`,
  invitation: {
    subject: ({ company, title }) => `${company}より面接のご案内：${title}`,
    body: ({ company, title, assisted, duration, until }) => [
      `${company}より、コーディング面接「${title}」にご招待します。面接はブラウザーで行われ${assisted ? '、アシスタントに質問することもでき' : ''}ます。`,
      `制限時間は開始から${duration}です。${until}までの、ご都合のよいときに開始できます。`,
    ],
    button: '面接を開く',
  },
  reminder: {
    subject: ({ title, until }) => `面接の開始期限は${until}です：${title}`,
    body: ({ company, title, duration, until }) => [
      `${company}からご招待したコーディング面接「${title}」が、まだ開始されていません。`,
      `${until}まで開始できます。制限時間は開始から${duration}です。`,
    ],
    button: '面接を開く',
  },
  result: {
    subject: ({ candidate, title }) => `${candidate}さんのレポートができました：${title}`,
    body: ({ candidate, title }) => [
      `${candidate}さんが面接「${title}」を提出しました。レポートと、解答ができるまでの再生をご覧いただけます。`,
      'リンクを知っている人は誰でも開けますので、共有の際はご注意ください。',
    ],
    button: 'レポートと再生を開く',
  },
  note: (company) => `${company}からのメッセージ：`,
  address: 'ボタンが使えない場合は、次のアドレスをブラウザーで開いてください：',
  reason: (company) => `このメールは、${company}が面接にご招待したためお送りしています。`,
  resultReason: 'このメールは、この面接の結果の送付先に指定されたためお送りしています。',
  unsubscribe: '今後リマインダーを受け取らない',
  page: {
    title: 'リマインダー',
    question: 'この会社からの面接のリマインダーを停止しますか？招待は引き続き届きます。',
    done: 'この会社からのリマインダーを停止しました。',
    unknown: 'このリンクは不完全です。もう一度メールから開いてください。',
  },
};
