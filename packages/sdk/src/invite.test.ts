import { expect } from '@open-wc/testing';
import { readInvite } from './invite.js';

const id = 'itv_01arz3ndektsv4rrffq69g5fav';

it('reads interview and code from a hosted link', () => {
  expect(readInvite(`https://interviews.example.com/i/${id}#ilm_inv_aZ09_-x`)).to.deep.equal({ interview: id, code: 'ilm_inv_aZ09_-x' });
});

it('reads a link that also names a moment', () => {
  expect(readInvite(`https://interviews.example.com/r/${id}#t=3:07&ilm_inv_abc`)?.code).to.equal('ilm_inv_abc');
});

for (const link of [
  `https://interviews.example.com/i/${id}`,
  'https://interviews.example.com/i/#ilm_inv_abc',
  `https://example.com/x/${id}#ilm_inv_abc`,
]) {
  it(`finds nothing in ${link}`, () => {
    expect(readInvite(link)).to.equal(null);
  });
}
