// What Angular's strict templates check of our tags under `CUSTOM_ELEMENTS_SCHEMA`: its compiler makes the element by its tag, and each
// `(event)` a listener of it, so that `$event` has the type that the element declares. Properties in brackets are not checked.
import type { InterviewSubmitEvent, InterviewWorkspace, ReplaySeekEvent } from '@interviewlm/sdk/elements';

/** A component's class; `workspace` is what its query for `#workspace` gives. */
export class Page {
  workspace?: { readonly nativeElement: InterviewWorkspace };
  readonly fetchToken: NonNullable<InterviewWorkspace['fetchToken']> = () => Promise.resolve('none');

  submitted({ receipt }: InterviewSubmitEvent): void {
    console.log(receipt.submitted_at);
  }

  sought({ t_ms }: ReplaySeekEvent): void {
    console.log(t_ms.toFixed());
  }

  async finish(): Promise<string | undefined> {
    return (await this.workspace?.nativeElement.submit())?.status;
  }
}

export function template(page: Page): void {
  const workspace = document.createElement('interview-workspace');
  workspace.addEventListener('interview-submit', ($event) => page.submitted($event));
  // @ts-expect-error Another event than the handler is for.
  workspace.addEventListener('interview-saved', ($event) => page.submitted($event));
  document.createElement('session-replay').addEventListener('replay-seek', ($event) => page.sought($event));
}
