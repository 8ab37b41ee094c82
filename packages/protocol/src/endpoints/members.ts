import { z } from 'zod';
import { PageQuery } from '../common.js';
import { idOf } from '../ids.js';
import * as member from '../resources/member.js';
import { define } from './define.js';

const named = z.object({ member: idOf('member') });

export const membersEndpoints = {
  listMembers: define({
    method: 'GET',
    path: '/api/members',
    summary: 'The people who may sign in to the console in this mode, newest first',
    tag: 'Members',
    credentials: ['secret'],
    query: PageQuery,
    status: 200,
    answer: member.MemberPage,
    errors: [],
  }),
  createMember: define({
    method: 'POST',
    path: '/api/members',
    summary: 'Let a person sign in to the console, or again; nobody can let in somebody who may do more than they',
    tag: 'Members',
    credentials: ['secret'],
    body: member.NewMember,
    status: 201,
    answer: member.Member,
    errors: ['already_exists'],
  }),
  updateMember: define({
    method: 'PUT',
    path: '/api/members/:member',
    summary: 'Change what a person may do; it holds at once, also where they are signed in',
    tag: 'Members',
    credentials: ['secret'],
    params: named,
    body: member.MemberChange,
    status: 200,
    answer: member.Member,
    errors: ['not_found'],
  }),
  deleteMember: define({
    method: 'DELETE',
    path: '/api/members/:member',
    summary: 'Let a person in no longer, and sign them out at once',
    tag: 'Members',
    credentials: ['secret'],
    params: named,
    status: 204,
    answer: null,
    errors: ['not_found'],
  }),
};
