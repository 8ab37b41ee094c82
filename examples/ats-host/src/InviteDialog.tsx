import { useState, type FormEvent, type RefObject } from 'react';
import { post, useAnswer, type Assessment } from './api';

interface Props {
  readonly ref: RefObject<HTMLDialogElement | null>;
  onInvited(): void;
}

export function InviteDialog({ ref, onInvited }: Props) {
  const { data } = useAnswer<{ data: readonly Assessment[] }>('assessments');
  const [problem, setProblem] = useState('');

  async function invite(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    try {
      await post('interviews', Object.fromEntries(new FormData(form)));
      form.reset();
      setProblem('');
      ref.current?.close();
      onInvited();
    } catch (error) {
      setProblem((error as Error).message);
    }
  }

  return (
    <dialog ref={ref} aria-labelledby="invite-title">
      <form onSubmit={(event) => void invite(event)} noValidate>
        <h2 id="invite-title">Invite to an interview</h2>
        <label>
          Name <input name="name" autoComplete="off" required />
        </label>
        <label>
          E-mail address <input name="email" type="email" autoComplete="off" required />
        </label>
        <label>
          Interview
          <select name="assessment" required>
            {data?.data.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <p className="problem" role="alert">
          {problem}
        </p>
        <div className="buttons">
          <button type="button" onClick={() => ref.current?.close()}>
            Cancel
          </button>
          <button className="primary">Send the invitation</button>
        </div>
      </form>
    </dialog>
  );
}
