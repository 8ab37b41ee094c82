import { z } from 'zod';
import { PageQuery } from '../common.js';
import { idOf } from '../ids.js';
import * as tenant from '../resources/tenant.js';
import { define } from './define.js';

export const keysEndpoints = {
  getTenant: define({
    method: 'GET',
    path: '/api/tenant',
    summary: 'The tenant of the key, with the origins of its pages',
    tag: 'Keys',
    credentials: ['secret'],
    status: 200,
    answer: tenant.Tenant,
    errors: [],
  }),
  setOrigins: define({
    method: 'PUT',
    path: '/api/tenant/origins',
    summary: 'Say from which exact origins pages may call, in both modes; takes at most 10 s to hold everywhere',
    tag: 'Keys',
    credentials: ['secret'],
    body: tenant.NewOrigins,
    status: 200,
    answer: tenant.Tenant,
    errors: [],
  }),
  listKeys: define({
    method: 'GET',
    path: '/api/keys',
    summary: 'List keys',
    tag: 'Keys',
    credentials: ['secret'],
    query: PageQuery,
    status: 200,
    answer: tenant.ApiKeyPage,
    errors: [],
  }),
  createKey: define({
    method: 'POST',
    path: '/api/keys',
    summary: 'Create a key; it is shown once',
    tag: 'Keys',
    credentials: ['secret'],
    body: tenant.NewKey,
    status: 201,
    answer: tenant.CreatedKey,
    errors: [],
  }),
  rollKey: define({
    method: 'POST',
    path: '/api/keys/:key/roll',
    summary: 'Replace a key; the old one works until the overlap ends',
    tag: 'Keys',
    credentials: ['secret'],
    params: z.object({ key: idOf('key') }),
    body: tenant.KeyRoll,
    status: 201,
    answer: tenant.CreatedKey,
    errors: ['not_found'],
  }),
  revokeKey: define({
    method: 'DELETE',
    path: '/api/keys/:key',
    summary: 'Revoke a key at once',
    tag: 'Keys',
    credentials: ['secret'],
    params: z.object({ key: idOf('key') }),
    status: 204,
    answer: null,
    errors: ['not_found'],
  }),
};
