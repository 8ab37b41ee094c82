/** Stands in for chalk: messages are plain text, so every style returns its text unchanged. */
const plain: unknown = new Proxy((text: unknown) => String(text), {
  get: (target, key) => (key === 'level' ? 0 : key in target ? (Reflect.get(target, key) as unknown) : plain),
});
export default plain;
