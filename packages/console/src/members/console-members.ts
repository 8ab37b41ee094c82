import { roleScopes, type Member, type MemberRole } from '@interviewlm/protocol';
import { dateText, define, icon } from '@interviewlm/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { query, state } from 'lit/decorators.js';
import { api } from '../api.js';
import { roleWords } from '../choices.js';
import '../parts/confirm.js';
import type { ConsoleConfirm } from '../parts/confirm.js';
import { Deed } from '../parts/deed.js';
import { textsOf } from '../parts/form.js';
import { Loading } from '../parts/loading.js';
import { Paged } from '../parts/paged.js';
import { Section } from '../parts/section.js';
import { may, waysIn } from '../session.js';

const meanings: Readonly<Record<MemberRole, string>> = {
  admin: 'everything, also people and keys',
  recruiter: 'invite, read reports, watch, make assessments',
  viewer: 'look at interviews and reports',
};

/** `<console-members>`: the people who may sign in to this world with their work account. */
export class ConsoleMembers extends Section {
  readonly heading = 'People';
  @state() private adding = false;
  /** Which one the question is about. */
  @state() private chosen: Member | null = null;
  @query('console-confirm') private readonly question!: ConsoleConfirm;
  private readonly deed = new Deed(this);
  private readonly ways = new Loading(this, () => waysIn(), 'the ways to sign in');
  private readonly list = new Paged<Member>(
    this,
    (cursor, signal) => api.call('listMembers', { query: { limit: 50, ...(cursor !== undefined && { cursor }) }, signal }),
    'the people',
  );

  override render(): TemplateResult {
    return html`
      <div class="head">
        <h1 tabindex="-1">People</h1>
        ${
          this.may('keys:write') && !this.adding
            ? html`<button class="button primary" @click=${this.open}>${icon('plus')} Add a person</button>`
            : nothing
        }
      </div>
      <p class="lead">
        Whoever is listed here may sign in to the ${this.session.mode} world with their work account. What they do is in the
        <a href="/console/audit">audit log</a> under their address.
      </p>
      ${
        this.ways.value?.people === false
          ? html`<p class="card" role="note">
              Signing in with a work account is not set up on this server: its operator does that. Until then nobody can use what is listed
              here.
            </p>`
          : nothing
      }
      ${this.adding ? this.renderForm() : nothing}
      <div class="card flush">
        ${this.deed.render()}
        ${this.list.render(
          (members) => this.renderTable(members),
          () => html`<ilm-notice heading="Nobody yet" icon="lock">Add the people who work with this console.</ilm-notice>`,
        )}
      </div>
      <console-confirm heading="Remove ${this.chosen?.email}?" action="Remove" @confirmed=${this.removeMember}>
        They are signed out at once and can’t sign in to this world any more.
        ${this.chosen && this.isMe(this.chosen) ? html`<strong>That is you.</strong>` : nothing}
      </console-confirm>
    `;
  }

  private renderForm(): TemplateResult {
    return html`<section class="card" aria-labelledby="add">
      <h2 id="add">Add a person</h2>
      <form @submit=${this.submit}>
        <div class="fields">
          <label>E-mail <input class="field" name="email" type="email" required maxlength="320" autocomplete="off" /></label>
          <label>
            Role
            <select class="field" name="role">
              ${this.grantable.map((role) => html`<option value=${role}>${roleWords[role]}: ${meanings[role]}</option>`)}
            </select>
          </label>
        </div>
        <p class="hint">They get no e-mail: tell them the address of this console.</p>
        <div class="row">
          <button class="button primary" ?disabled=${this.deed.busy}>Add</button>
          <button type="button" class="button quiet" @click=${this.close}>Cancel</button>
        </div>
      </form>
    </section>`;
  }

  private renderTable(members: readonly Member[]): TemplateResult {
    return html`<div class="scroll" role="region" aria-label="People" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Role</th>
            <th scope="col" class="wide">Last seen</th>
            <th scope="col"><span class="sr-only">Change</span></th>
          </tr>
        </thead>
        <tbody>
          ${members.map((member) => this.renderMember(member))}
        </tbody>
      </table>
    </div>`;
  }

  private renderMember(member: Member): TemplateResult {
    const { email, role, last_seen_at } = member;
    const mayChange = this.may('keys:write') && this.grantable.includes(role);
    return html`<tr>
      <th scope="row">
        <span class="address">${email}</span> ${this.isMe(member) ? html`<span class="badge accent">you</span>` : nothing}
      </th>
      <td>${mayChange ? this.renderRole(member) : roleWords[role]}</td>
      <td class="wide when">${last_seen_at ? dateText(last_seen_at, 'short') : 'never'}</td>
      <td class="actions">
        ${
          this.may('keys:write')
            ? html`<button
                class="button small danger"
                aria-label="Remove ${email}"
                ?disabled=${this.deed.busy}
                @click=${() => this.ask(member)}
              >
                Remove
              </button>`
            : nothing
        }
      </td>
    </tr>`;
  }

  private renderRole(member: Member): TemplateResult {
    return html`<select
      class="field"
      aria-label="Role of ${member.email}"
      ?disabled=${this.deed.busy}
      @change=${(event: Event) => this.change(member, event.target as HTMLSelectElement)}
    >
      ${this.grantable.map((role) => html`<option value=${role} .selected=${role === member.role}>${roleWords[role]}</option>`)}
    </select>`;
  }

  /** Nobody can let in somebody who may do more than they. */
  private get grantable(): MemberRole[] {
    const roles = Object.entries(roleScopes) as [MemberRole, (typeof roleScopes)[MemberRole]][];
    const { session } = this;
    return roles
      .filter(([, scopes]) => (scopes ? scopes.every((scope) => may(session, scope)) : session.scopes === null))
      .map(([role]) => role);
  }

  private isMe = ({ id }: Member): boolean => id === this.session.person?.member;

  private readonly open = (): void => {
    this.adding = true;
    this.deed.clear();
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('input')?.focus());
  };

  private readonly close = (): void => {
    this.adding = false;
    void this.updateComplete.then(() => this.focus());
  };

  private readonly submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { email = '', role = 'viewer' } = textsOf(event.currentTarget);
    const body = { email, role: role as MemberRole };
    const made = await this.deed.run(() => api.call('createMember', { body }), `${email} may sign in now.`);
    if (!made) return;
    this.close();
    await this.list.reload();
  };

  private async change({ id, email, role: before }: Member, select: HTMLSelectElement): Promise<void> {
    const role = select.value as MemberRole;
    const done = `${email} is ${roleWords[role].toLowerCase()} now.`;
    const changed = await this.deed.run(() => api.call('updateMember', { params: { member: id }, body: { role } }), done);
    if (changed) await this.list.reload();
    else select.value = before;
  }

  private ask(member: Member): void {
    this.chosen = member;
    void this.updateComplete.then(() => this.question.show());
  }

  private readonly removeMember = async (): Promise<void> => {
    const member = this.chosen;
    if (!member) return;
    await this.deed.run(() => api.call('deleteMember', { params: { member: member.id } }), `${member.email} is removed.`);
    await this.list.reload();
  };
}

define('console-members', ConsoleMembers);

declare global {
  interface HTMLElementTagNameMap {
    'console-members': ConsoleMembers;
  }
}
