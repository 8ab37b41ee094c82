import type { IncomingMessage, ServerResponse } from 'node:http';

export interface AtsHostOptions {
  readonly baseUrl: string;
  readonly secretKey: string;
  readonly prefix?: string;
}

export function createAtsHost(options: AtsHostOptions): (req: IncomingMessage, res: ServerResponse) => Promise<void>;
