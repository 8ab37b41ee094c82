import { decodeClientFrame, encodeServerFrame } from '@interviewlm/protocol';
import type { ServerFrame } from '@interviewlm/protocol';
import { answerOf, baseUrl } from './api.js';
import type { RecordedApi } from './recorded.js';

/** The interviews that this page serves to itself, by id: several stories can be on one page. */
const served = new Map<string, RecordedApi>();
const socketBase = baseUrl.replace(/^http/, 'ws');

/** Answers every request and terminal of the interview in the page; nothing of it reaches a network. */
export function serveHere(api: RecordedApi): RecordedApi {
  if (served.size === 0) install();
  served.set(api.interview.id, api);
  return api;
}

export const servedHere = (interview: string): RecordedApi | undefined => served.get(interview);

function install(): void {
  const { fetch, WebSocket } = globalThis;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    if (url.origin !== baseUrl) return fetch(input, init);
    const api = apiAt(url);
    return api.isSilent ? new Promise<Response>(() => undefined) : answerOf(api, url, init);
  };
  globalThis.WebSocket = new Proxy(WebSocket, {
    construct: (target, [address, protocols]: [string | URL, string[]]) =>
      String(address).startsWith(socketBase) ? new RecordedShell(apiAt(new URL(address))) : new target(address, protocols),
  });
}

function apiAt({ pathname }: URL): RecordedApi {
  const api = served.get(pathname.split('/')[3] ?? '');
  if (!api) throw new TypeError(`Nothing is served at ${pathname}`);
  return api;
}

const ends = {
  ready: undefined,
  starting: undefined,
  lost: undefined,
  ended: 'The shell has ended. Press Enter to start another.',
} as const;

/** The server's end of a terminal: prints what was recorded, then echoes keys as a shell's line discipline does. */
class RecordedShell extends EventTarget {
  readyState: number = WebSocket.CONNECTING;
  binaryType = 'arraybuffer';
  onopen?: () => void;
  onmessage?: (event: { data: ArrayBufferLike }) => void;
  onclose?: (event: { code: number }) => void;
  private offset = 0;

  constructor(private readonly api: RecordedApi) {
    super();
    setTimeout(() => this.open());
  }

  send(data: Uint8Array): void {
    const frame = decodeClientFrame(data);
    if (frame?.kind === 'resume' && this.offset === 0) this.print(this.api.printed);
    if (frame?.kind === 'input' && this.api.shell === 'ready') this.print(new TextDecoder().decode(frame.data).replaceAll('\r', '\r\n$ '));
  }

  close(): void {
    this.readyState = WebSocket.CLOSED;
  }

  private open(): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
    const { shell } = this.api;
    const detail = ends[shell];
    this.say({ kind: 'state', state: shell, ...(detail ? { detail } : {}) });
  }

  private print(text: string): void {
    const data = new TextEncoder().encode(text);
    this.say({ kind: 'output', offset: this.offset, data });
    this.offset += data.length;
  }

  private say(frame: ServerFrame): void {
    this.onmessage?.({ data: encodeServerFrame(frame).buffer });
  }
}
