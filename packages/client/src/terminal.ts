import { decodeServerFrame, encodeClientFrame, terminalWindow } from '@interviewlm/protocol';
import type { ClientFrame, ServerFrame, TerminalState } from '@interviewlm/protocol';
import { Backoff } from './backoff.js';
import type { Http } from './http.js';
import { fillPath } from './routes.js';

export type ConnectionStatus = 'connecting' | 'open' | 'reconnecting' | 'closed';

export interface TerminalOptions {
  readonly interview: string;
  /** Which of the interview's shells, 0 to 3. */
  readonly terminal?: number;
  /** Output from this byte on; 0 replays what the server still holds. */
  readonly fromOffset?: number;
  readonly cols?: number;
  readonly rows?: number;
  /** Call `shown` once the bytes are on the screen: the server waits when too many aren't. */
  readonly onOutput: (data: Uint8Array, shown: () => void) => void;
  /** Bytes between `from` and `to` are gone: the server's buffer no longer held them. */
  readonly onGap?: (from: number, to: number) => void;
  readonly onState?: (state: TerminalState, detail?: string) => void;
  readonly onExit?: (code: number | null) => void;
  readonly onStatus?: (status: ConnectionStatus) => void;
  /** Stands in for the global one. */
  readonly WebSocket?: typeof WebSocket;
}

export interface TerminalConnection {
  readonly status: ConnectionStatus;
  /** Keys for the shell. While the connection is away a little is kept and sent afterwards; false when it was too much. */
  send(data: string | Uint8Array): boolean;
  resize(cols: number, rows: number): void;
  close(): void;
}

/** Keys kept while the connection is away: a line or two, not a paste into an unknown state. */
const keptInput = 4096;
/** Closes that trying again can't mend: refused, gone, ended. */
const finalCloses = new Set([1008, 4401, 4403, 4404, 4409]);
const utf8 = new TextEncoder();

export const openTerminal = (http: Http, options: TerminalOptions): TerminalConnection => new Connection(http, options);

class Connection implements TerminalConnection {
  status: ConnectionStatus = 'connecting';
  private socket: WebSocket | undefined;
  private readonly ended = new AbortController();
  private readonly backoff = new Backoff({ firstMs: 300, maxMs: 5000 });
  private received: number;
  private shown: number;
  private acked: number;
  private size: { cols: number; rows: number };
  private waiting: Uint8Array[] = [];
  private waitingBytes = 0;

  constructor(
    private readonly http: Http,
    private readonly options: TerminalOptions,
  ) {
    this.received = this.shown = this.acked = options.fromOffset ?? 0;
    this.size = { cols: options.cols ?? 80, rows: options.rows ?? 24 };
    void this.run();
  }

  send(data: string | Uint8Array): boolean {
    const bytes = typeof data === 'string' ? utf8.encode(data) : data;
    if (this.status === 'open') return this.transmit({ kind: 'input', data: bytes });
    if (this.status === 'closed' || this.waitingBytes + bytes.length > keptInput) return false;
    this.waiting.push(bytes);
    this.waitingBytes += bytes.length;
    return true;
  }

  resize(cols: number, rows: number): void {
    if (cols === this.size.cols && rows === this.size.rows) return;
    this.size = { cols, rows };
    if (this.status === 'open') this.transmit({ kind: 'resize', cols, rows });
  }

  close(): void {
    this.ended.abort();
    const { socket } = this;
    // Closing one that is still connecting makes the browser complain: it is closed once it is open.
    if (socket?.readyState === 0) socket.onopen = () => socket.close(1000);
    else socket?.close(1000);
    this.setStatus('closed');
  }

  private async run(): Promise<void> {
    const { signal } = this.ended;
    for (;;) {
      const code = await this.connectOnce().catch(() => 1006);
      if (signal.aborted) return;
      if (finalCloses.has(code)) {
        this.close();
        return;
      }
      this.setStatus('reconnecting');
      await this.backoff.wait(signal).catch(() => undefined);
    }
  }

  /** Resolves with the close code once the connection is over. */
  private async connectOnce(): Promise<number> {
    const token = await this.http.credentials.current();
    if (this.ended.signal.aborted) return 1000;
    const Socket = this.options.WebSocket ?? WebSocket;
    // The token is a sub-protocol: unlike a query it is in no log on the way.
    const socket = new Socket(this.address(), ['ilm.terminal.v1', ...(token ? [`ilm.token.${token}`] : [])]);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    let opened = false;
    return new Promise((resolve) => {
      socket.onopen = () => {
        opened = true;
        this.opened();
      };
      socket.onmessage = ({ data }) => this.onMessage(data);
      socket.onclose = ({ code }) => {
        // A refused handshake doesn't say why; the token may be the reason, so the next attempt brings a new one.
        const renewed = (!opened || code === 4401) && token !== undefined && this.http.credentials.refuse(token);
        resolve(code === 4401 && renewed ? 1006 : code);
      };
    });
  }

  private opened(): void {
    this.setStatus('open');
    this.transmit({ kind: 'resume', from_offset: this.received });
    this.transmit({ kind: 'resize', ...this.size });
    for (const data of this.waiting) this.transmit({ kind: 'input', data });
    this.waiting = [];
    this.waitingBytes = 0;
  }

  private onMessage(data: unknown): void {
    const frame = data instanceof ArrayBuffer ? decodeServerFrame(new Uint8Array(data)) : null;
    if (!frame) return;
    this.backoff.reset();
    if (frame.kind === 'output') this.onOutput(frame);
    else if (frame.kind === 'exit') this.options.onExit?.(frame.code);
    else this.options.onState?.(frame.state, frame.detail);
  }

  /** What was received already is cut off; what is missing is said. */
  private onOutput({ offset, data }: Extract<ServerFrame, { kind: 'output' }>): void {
    const end = offset + data.length;
    if (end <= this.received) return;
    const fresh = offset < this.received ? data.subarray(this.received - offset) : data;
    if (offset > this.received) this.options.onGap?.(this.received, offset);
    this.received = end;
    this.options.onOutput(fresh, () => this.onShown(end));
  }

  private onShown(offset: number): void {
    this.shown = Math.max(this.shown, offset);
    // Well before the server's high mark, and at the end of a burst, so that it never waits for an acknowledgement that isn't coming.
    if (this.shown - this.acked < terminalWindow.low && this.shown !== this.received) return;
    if (this.status === 'open' && this.transmit({ kind: 'ack', offset: this.shown })) this.acked = this.shown;
  }

  private transmit(frame: ClientFrame): boolean {
    if (this.socket?.readyState !== 1) return false;
    this.socket.send(encodeClientFrame(frame));
    return true;
  }

  private address(): string {
    const { interview, terminal = 0 } = this.options;
    const path = fillPath('/api/interview/:id/terminal', { id: interview });
    return this.http.baseUrl.replace(/^http/, 'ws') + path + (terminal === 0 ? '' : `?terminal=${terminal}`);
  }

  private setStatus(status: ConnectionStatus): void {
    if (this.status === status) return;
    this.status = status;
    this.options.onStatus?.(status);
  }
}
