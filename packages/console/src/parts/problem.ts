import { ConnectionError, ProblemError } from '@interviewlm/client';
import { html, type TemplateResult } from 'lit';

/** What went wrong, in a sentence for people. */
export function problemText(error: unknown): string {
  if (error instanceof ConnectionError) return 'The server can’t be reached. Check your connection and try again.';
  if (!(error instanceof ProblemError)) return 'Something went wrong on this page.';
  if (error.code === 'forbidden' && 'missing_scope' in error.problem)
    return `You may not do that here: it needs the scope ${String(error.problem['missing_scope'])}.`;
  const [field] = error.errors;
  return field ? `${field.path.replace(/^(body|query|path)\./, '')}: ${field.message}` : error.message;
}

/** In the place of what could not be loaded. */
export const problemNotice = (error: unknown, retry: () => Promise<void>): TemplateResult => html`
  <ilm-notice heading="That didn’t load" icon="warning" tone="danger" role="alert">
    ${problemText(error)}
    <button slot="actions" class="button" @click=${retry}>Try again</button>
  </ilm-notice>
`;
