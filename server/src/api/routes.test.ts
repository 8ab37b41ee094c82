import { expect, test } from 'vitest';
import { matchRoute } from './routes.js';

const found = (method: string, path: string) => {
  const match = matchRoute(method, path);
  return match.found === 'route' ? [match.route.name, match.params] : match;
};

test('fixed words come before parameters, and parameters before a rest', () => {
  expect(found('POST', '/api/interview/start')).toEqual(['startInterview', {}]);
  expect(found('POST', '/api/interview/i/files/move')).toEqual(['moveFile', { id: 'i' }]);
  expect(found('PUT', '/api/interview/i/files/move')).toEqual(['writeFile', { id: 'i', path: 'move' }]);
  expect(found('GET', '/api/interview/i/events/stream')).toEqual(['streamEvents', { id: 'i' }]);
});

test('a rest keeps its slashes, decoded once', () => {
  expect(found('GET', '/api/interview/i/files/src/a%20b%2Fc%2525.js')).toEqual(['readFile', { id: 'i', path: 'src/a b/c%25.js' }]);
  expect(found('GET', '/api/interview/i/files/100%25.js')).toEqual(['readFile', { id: 'i', path: '100%.js' }]);
});

test('HEAD is answered like GET, other methods are told which there are', () => {
  expect(found('HEAD', '/healthz')).toEqual(['health', {}]);
  expect(found('PATCH', '/api/interview/i')).toEqual({ found: 'path', allowed: ['DELETE', 'GET'] });
  expect(found('GET', '/api/interview/i/nothing')).toEqual({ found: 'nothing' });
  expect(found('GET', '/api/%zz')).toEqual({ found: 'nothing' });
});
