import { z } from 'zod';
import { idOf } from '../ids.js';
import * as mail from '../resources/mail.js';
import { define, interviewId } from './define.js';

export const mailEndpoints = {
  sendInvitation: define({
    method: 'POST',
    path: '/api/interview/:id/invitation',
    summary: 'Send the candidate an e-mail with a link to the interview, also once more',
    tag: 'Mail',
    credentials: ['secret'],
    params: interviewId,
    body: mail.NewInvitation,
    status: 201,
    answer: mail.Mail,
    errors: ['not_found', 'interview_not_active'],
  }),
  listMail: define({
    method: 'GET',
    path: '/api/mail',
    summary: 'E-mails that were sent or are owed, newest first',
    tag: 'Mail',
    credentials: ['secret'],
    query: mail.MailQuery,
    status: 200,
    answer: mail.MailPage,
    errors: [],
  }),
  getMail: define({
    method: 'GET',
    path: '/api/mail/:mail',
    summary: 'Get an e-mail, with what it says where it was kept and not sent',
    tag: 'Mail',
    credentials: ['secret'],
    params: z.object({ mail: idOf('mail') }),
    status: 200,
    answer: mail.MailWithContent,
    errors: ['not_found'],
  }),
};
