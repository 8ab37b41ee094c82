import { expect, test } from 'vitest';
import { Mask } from './mask.js';

const mask = new Mask({ name: 'Anne-Marie O’Neil (Max)', email: 'amo@example.com', external_id: 'a.b*c' });

test('name, address and id are hidden in any case, parts of the name as words; the length stays', () => {
  for (const text of [
    'Anne-Marie O’Neil (Max)',
    'ANNE-MARIE o’neil (max)',
    'amo@example.com',
    'Amo@Example.com',
    'A.B*C',
    'Max',
    'MAX',
    'O’Neil',
  ]) {
    expect(mask.text(`<${text}>`)).toBe(`<${'•'.repeat(text.length)}>`);
  }
  expect(mask.text('Math.max(Maximum, aXbcc)')).toBe('Math.max(Maximum, aXbcc)');
  expect(new Mask({ name: '  ', email: null, external_id: null }).text('a b')).toBe('a b');
});

test('names in terminal bytes are hidden as well, and bytes that are no text stay', () => {
  const bytes = Buffer.from('\x1b[1mMax\x1b[0m\r\n');
  const { base64 } = mask.value({ base64: bytes.toString('base64') });
  expect(Buffer.from(base64, 'base64').toString()).toBe('\x1b[1m***\x1b[0m\r\n');
  const cut = Buffer.from([0xe2, 0x82, 0x0a]).toString('base64');
  expect(mask.value({ base64: cut })).toEqual({ base64: cut });
});

test('words of the contract and ids are none of the name', () => {
  const edit = new Mask({ name: 'Editor Paste', email: null, external_id: null });
  const event = { seq: 1, type: 'editor.edit', data: { origin: 'paste', text: 'Paste' } };
  expect(edit.value(event)).toEqual({ ...event, data: { origin: 'paste', text: '•••••' } });
  expect(edit.value({ candidate: { id: 'cnd_1', name: 'x', email: 'y' } })).toEqual({
    candidate: { id: 'cnd_1', name: 'Candidate', email: null, external_id: null },
  });
});
