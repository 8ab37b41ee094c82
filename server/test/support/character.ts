import fc from 'fast-check';

/**
 * Any character of Unicode's first plane, controls included, without halves of pairs. fast-check's own `binary` has the other planes too,
 * but takes two seconds to count them.
 */
export const character = fc.integer({ min: 0, max: 0xf7ff }).map((code) => String.fromCharCode(code < 0xd800 ? code : code + 0x800));
