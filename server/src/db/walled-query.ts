import pg from 'pg';
import { appRole } from './app-role.js';

/** The parts of pg's own query that this one extends; its types leave them out. */
interface Connection {
  readonly submittedNamedStatements: Record<string, string>;
  parse(statement: { text: string; name: string }): void;
  bind(portal: { statement: string; values: readonly string[] }): void;
  execute(portal: object): void;
}
interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Kept by the connection under this name, if it has one. */
  readonly name: string | undefined;
}
export interface WalledStatement extends Statement {
  readonly tenant: string;
  readonly walls: string;
  /** Where the connection keeps the walls. */
  readonly wallsName: string | undefined;
}
interface PgQuery {
  submit(connection: Connection): void;
  requiresPreparation(): boolean;
  prepare(connection: Connection): void;
  handleDataRow(row: object): void;
  handleCommandComplete(message: object, connection: Connection): void;
}
export type WalledResult = object;
type Answered = (error: Error | null, result: WalledResult) => void;
const PgQuery = pg.Query as unknown as new (statement: Statement, values: undefined, answered: Answered) => PgQuery;

/** Local to the transaction, which here is the message: what follows it on the same connection has none of it. */
export const walls = `select set_config('role', $1, true), set_config('app.tenant', $2, true)`;
/** The same for what only reads. */
export const readingWalls = `${walls}, set_config('transaction_read_only', 'on', true)`;

/**
 * One statement inside a tenant's wall, in one message. Everything before its only Sync is one transaction to PostgreSQL, which ends with it,
 * well or not: there is nothing to commit and nothing to roll back.
 */
export class WalledQuery extends PgQuery {
  readonly #tenant: string;
  readonly #walls: string;
  readonly #wallsName: string;
  #isWalled = false;

  constructor({ tenant, walls, wallsName = '', ...statement }: WalledStatement, answered: Answered) {
    super(statement, undefined, answered);
    this.#tenant = tenant;
    this.#walls = walls;
    this.#wallsName = wallsName;
  }

  override requiresPreparation(): boolean {
    return true;
  }

  override prepare(connection: Connection): void {
    const statement = this.#wallsName;
    const known = connection.submittedNamedStatements;
    if (!statement || known[statement] === undefined) connection.parse({ text: this.#walls, name: statement });
    if (statement) known[statement] = this.#walls;
    connection.bind({ statement, values: [appRole, this.#tenant] });
    connection.execute({});
    super.prepare(connection);
  }

  // What the walls answer comes first, and is nobody's.
  override handleDataRow(row: object): void {
    if (this.#isWalled) super.handleDataRow(row);
  }

  override handleCommandComplete(message: object, connection: Connection): void {
    if (this.#isWalled) super.handleCommandComplete(message, connection);
    this.#isWalled = true;
  }
}
