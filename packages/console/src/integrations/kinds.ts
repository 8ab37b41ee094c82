import type { AnswerOf, AtsKind, TellingState } from '@interviewlm/protocol';
import { html, nothing, type TemplateResult } from 'lit';

/** Something that the ATS gives, and that we call it with. */
export interface Need {
  readonly name: 'credential' | 'account' | 'signing_secret';
  readonly label: string;
  readonly isSecret: boolean;
}

interface Kind {
  readonly title: string;
  readonly needs: readonly Need[];
  /** What is entered there, of what the answer shows. */
  readonly enter: string;
}

const credential = (label: string): Need => ({ name: 'credential', label, isSecret: true });
const account = (label: string): Need => ({ name: 'account', label, isSecret: false });

/** As docs/ATS.md has it. */
export const kinds: Readonly<Record<AtsKind, Kind>> = {
  greenhouse: {
    title: 'Greenhouse',
    needs: [],
    enter: 'Give the key to your Greenhouse account manager, as the API key of the partner. The endpoints are beneath the address.',
  },
  ashby: {
    title: 'Ashby',
    needs: [credential('API key of Ashby, with candidatesWrite')],
    enter: 'In Ashby, enter the address as the base URL and the key as the API key.',
  },
  workable: {
    title: 'Workable',
    needs: [credential('Token of Workable')],
    enter: 'In Workable, enter the address as the base URL and the key as the access token.',
  },
  recruitee: {
    title: 'Recruitee',
    needs: [credential('The partner’s secret'), account('The partner’s codename')],
    enter: 'In Recruitee, enter the address with /tests and with /send_candidate as the partner’s URLs, and the key as the token.',
  },
  kombo: {
    title: 'Kombo (Workday, iCIMS and others)',
    needs: [
      credential('API key of Kombo'),
      account('Id of the Kombo integration'),
      { name: 'signing_secret', label: 'Secret that Kombo signs with', isSecret: true },
    ],
    enter: 'In Kombo, enter the address as the URL for webhooks. Then test the connection: that tells Kombo which assessments there are.',
  },
  smartrecruiters: {
    title: 'SmartRecruiters',
    needs: [account('Our client id there'), credential('Our client secret there')],
    enter: 'In SmartRecruiters, enter the address as the base URL, the id as the client id and the key as the client secret.',
  },
};

export const tellingWords: Readonly<Record<TellingState, readonly [words: string, tone: string]>> = {
  told: ['Told', 'success'],
  owed: ['To be told', 'warning'],
  failed: ['Not told', 'danger'],
};

/** What the ATS has to be told of us; the key is shown this once. */
export const handOver = ({ id, kind, url, key }: AnswerOf<'createIntegration'>): TemplateResult =>
  html`<p class="lead">${kinds[kind].enter} The key is shown this once.</p>
    <console-secret label="The address" .value=${url}></console-secret>
    ${kind === 'smartrecruiters' ? html`<console-secret label="The id" .value=${id}></console-secret>` : nothing}
    <console-secret label="The key" .value=${key}></console-secret>`;
