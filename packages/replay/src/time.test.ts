import { expect } from '@open-wc/testing';
import { clock, momentIn, spoken, withMoment } from './time.js';

describe('time', () => {
  it('is short for the eye and whole for the ear', () => {
    expect([0, 999, 7000, 187_000, 3_787_000, -5].map(clock)).to.deep.equal(['0:00', '0:00', '0:07', '3:07', '1:03:07', '0:00']);
    expect([0, 1000, 61_000, 7_200_000].map(spoken)).to.deep.equal(['the start', '1 second', '1 minute 1 second', '2 hours']);
  });

  it('is read from a fragment, alone or beside other parts', () => {
    expect(['#t=3:07', '#code&t=1:03:07', 't=90', '#t=3%3A07&x=1'].map(momentIn)).to.deep.equal([187_000, 3_787_000, 90_000, 187_000]);
    expect(['', '#', '#at=3', '#t=', '#t=x', '#t=1:2:3:4', '#t=-4', '#t=<b>'].map(momentIn)).to.deep.equal(Array(8).fill(null));
  });

  it('is written to an address that keeps its other parts', () => {
    expect(withMoment('https://example.com/r/1', 187_400)).to.equal('https://example.com/r/1#t=3:07');
    expect(withMoment('https://example.com/r/1?x=1#code&t=9:59', 1000)).to.equal('https://example.com/r/1?x=1#code&t=0:01');
    expect(momentIn(new URL(withMoment('https://example.com/', 3_787_000)).hash)).to.equal(3_787_000);
  });
});
