import type { IntegrationRow } from '../../db/ats-integrations.js';
import { openToken, seal, sealingKey, sealToken, unseal } from '../seal.js';
import type { AtsSettings, OrderLinks } from './port.js';

/** What is kept of an integration's secrets; each only where the protocol has it. */
export interface KeptSecrets {
  readonly credential?: string | undefined;
  readonly signing_secret?: string | undefined;
  readonly key?: string | undefined;
}

/** Opens and closes what is sealed of integrations and orders, each bound to its row. */
export class AtsSeal {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = sealingKey(secret, 'ats');
  }

  secrets = (integration: string, secrets: KeptSecrets): Buffer => seal(this.#key, JSON.stringify(secrets), integration);

  openSecrets = ({ id, secrets }: Pick<IntegrationRow, 'id' | 'secrets'>): KeptSecrets =>
    JSON.parse(unseal(this.#key, secrets, id)) as KeptSecrets;

  links = (order: string, links: OrderLinks): Buffer => seal(this.#key, JSON.stringify(links), order);

  openLinks = ({ id, links }: { id: string; links: Buffer }): OrderLinks => JSON.parse(unseal(this.#key, links, id)) as OrderLinks;

  /** An access token. */
  token = (purpose: string, content: object, life_ms: number): string => sealToken(this.#key, purpose, content, life_ms);

  /** Null for a token that is over, or that was never made here. */
  openToken = (purpose: string, token: string): unknown => openToken(this.#key, purpose, token);

  settings(row: IntegrationRow): AtsSettings {
    const { credential = '', signing_secret = '', key = '' } = this.openSecrets(row);
    return { base_url: row.base_url ?? '', account: row.account ?? '', credential, signing_secret, key };
  }
}
