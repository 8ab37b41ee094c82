import { ModalClient, type App, type Image } from 'modal';
import type { RuntimeImage } from '../../services/volumes/port.js';
import { within } from './deadline.js';
import { vendorErrors } from './errors.js';

export interface AccountOptions {
  tokenId: string;
  tokenSecret: string;
  /** Modal's environment; its default when left out. */
  environment?: string;
  /** Names the app, and the volumes `<namespace>-<session>`: two servers on one workspace must not share it. */
  namespace?: string;
}

const ours = 'interviewlm-';
/** The first use of an image builds it. */
const buildLimit = 15 * 60_000;

/** One workspace of Modal: its client, our app in it, and how our names are written there. */
export class Account {
  readonly client: ModalClient;
  readonly namespace: string;
  readonly #images = new Map<string, Promise<Image>>();
  #app: Promise<App> | null = null;

  constructor({ tokenId, tokenSecret, environment, namespace = 'interviewlm' }: AccountOptions) {
    this.namespace = namespace;
    // The SDK logs arguments: it stays silent, and what fails is told by the error.
    this.client = new ModalClient({ tokenId, tokenSecret, logger: silent, ...(environment !== undefined && { environment }) });
  }

  app(): Promise<App> {
    this.#app ??= this.#forgetting(
      within(() => this.client.apps.fromName(this.namespace, { createIfMissing: true }), 30_000),
      () => (this.#app = null),
    );
    return this.#app;
  }

  image({ registry, commands }: RuntimeImage): Promise<Image> {
    const key = JSON.stringify([registry, commands]);
    const known = this.#images.get(key);
    if (known) return known;
    const built = this.#forgetting(this.#build(registry, commands), () => this.#images.delete(key));
    this.#images.set(key, built);
    return built;
  }

  /** `interviewlm-<session>` becomes `<namespace>-<session>`; any other name keeps itself behind a dot, so that both ways are certain. */
  vendorName(volume: string): string {
    return volume.startsWith(ours) ? `${this.namespace}-${volume.slice(ours.length)}` : `${this.namespace}-.${volume}`;
  }

  /** Null for a volume that isn't ours. */
  ourName(vendor: string): string | null {
    if (!vendor.startsWith(`${this.namespace}-`)) return null;
    const rest = vendor.slice(this.namespace.length + 1);
    return rest.startsWith('.') ? rest.slice(1) : ours + rest;
  }

  close(): void {
    this.client.close();
  }

  async #build(registry: string, commands: readonly string[]): Promise<Image> {
    const app = await this.app();
    const base = this.client.images.fromRegistry(registry);
    const image = commands.length > 0 ? base.dockerfileCommands(commands.map((command) => `RUN ${command}`)) : base;
    return within(() => image.build(app), buildLimit);
  }

  /** What failed is tried again by the next caller. */
  #forgetting<T>(made: Promise<T>, forget: () => void): Promise<T> {
    const told = vendorErrors(() => made);
    told.catch(forget);
    return told;
  }
}

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
