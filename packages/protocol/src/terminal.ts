/**
 * Frames of the terminal WebSocket: the first byte is the kind. Integers are big-endian.
 *
 * | from | byte | then |
 * | --- | --- | --- |
 * | client | 0 input | bytes for the shell |
 * | client | 1 resize | JSON `{cols, rows}` |
 * | client | 2 ack | u64: absolute offset up to which output was shown |
 * | client | 3 resume | JSON `{from_offset}`: output from there, then live |
 * | server | 0 output | u64 offset of the first byte, then bytes |
 * | server | 1 exit | JSON `{code}` |
 * | server | 2 state | JSON `{state, detail?}` |
 */
export type TerminalState = 'starting' | 'ready' | 'lost' | 'read_only' | 'ended';

export type ClientFrame =
  | { kind: 'input'; data: Uint8Array }
  | { kind: 'resize'; cols: number; rows: number }
  | { kind: 'ack'; offset: number }
  | { kind: 'resume'; from_offset: number };

export type ServerFrame =
  | { kind: 'output'; offset: number; data: Uint8Array }
  | { kind: 'exit'; code: number | null }
  | { kind: 'state'; state: TerminalState; detail?: string };

/** Output is acknowledged at least every so many bytes; the server stops reading the shell when this many are not. */
export const terminalWindow = { high: 128 * 1024, low: 16 * 1024 } as const;

const utf8 = new TextEncoder();
const text = new TextDecoder();

export function encodeClientFrame(frame: ClientFrame): Uint8Array<ArrayBuffer> {
  switch (frame.kind) {
    case 'input':
      return join(0, frame.data);
    case 'resize':
      return json(1, { cols: frame.cols, rows: frame.rows });
    case 'ack':
      return join(2, u64(frame.offset));
    case 'resume':
      return json(3, { from_offset: frame.from_offset });
  }
}

export function encodeServerFrame(frame: ServerFrame): Uint8Array<ArrayBuffer> {
  switch (frame.kind) {
    case 'output':
      return join(0, u64(frame.offset), frame.data);
    case 'exit':
      return json(1, { code: frame.code });
    case 'state':
      return json(2, { state: frame.state, detail: frame.detail });
  }
}

/** Null for anything that isn't a frame: the sender is hostile until shown otherwise. */
export function decodeClientFrame(bytes: Uint8Array): ClientFrame | null {
  const body = bytes.subarray(1);
  switch (bytes[0]) {
    case 0:
      return { kind: 'input', data: body };
    case 1: {
      const { cols, rows } = parse(body);
      return isSize(cols) && isSize(rows) ? { kind: 'resize', cols, rows } : null;
    }
    case 2: {
      const offset = readU64(body);
      return offset === null ? null : { kind: 'ack', offset };
    }
    case 3: {
      const { from_offset } = parse(body);
      return isOffset(from_offset) ? { kind: 'resume', from_offset } : null;
    }
    default:
      return null;
  }
}

export function decodeServerFrame(bytes: Uint8Array): ServerFrame | null {
  const body = bytes.subarray(1);
  switch (bytes[0]) {
    case 0: {
      const offset = readU64(body);
      return offset === null ? null : { kind: 'output', offset, data: body.subarray(8) };
    }
    case 1: {
      const { code } = parse(body);
      return { kind: 'exit', code: typeof code === 'number' ? code : null };
    }
    case 2: {
      const { state, detail } = parse(body);
      return { kind: 'state', state: state as TerminalState, ...(typeof detail === 'string' ? { detail } : {}) };
    }
    default:
      return null;
  }
}

const isSize = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1000;
const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function parse(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.decode(body));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

function readU64(bytes: Uint8Array): number | null {
  if (bytes.length < 8) return null;
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

const json = (kind: number, value: unknown) => join(kind, utf8.encode(JSON.stringify(value)));

function join(kind: number, ...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(1 + parts.reduce((sum, part) => sum + part.length, 0));
  out[0] = kind;
  let at = 1;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
