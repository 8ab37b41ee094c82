import { useRef } from 'react';
import { useAnswer, type Interview } from './api';
import { InviteDialog } from './InviteDialog';

const stages: Readonly<Record<string, string>> = {
  created: 'Invited',
  started: 'Working',
  paused: 'Paused',
  submitted: 'Submitted',
  scored: 'Scored',
  archived: 'Archived',
  expired: 'Expired',
  erased: 'Erased',
};

export function Candidates() {
  const { data, problem, refresh } = useAnswer<{ data: readonly Interview[] }>('interviews');
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <div className="head">
        <h1>Candidates</h1>
        <button className="primary" onClick={() => dialog.current?.showModal()}>
          Invite to an interview
        </button>
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
      {data && (data.data.length > 0 ? <List interviews={data.data} /> : <p className="empty">Nobody has been invited yet.</p>)}
      <InviteDialog ref={dialog} onInvited={refresh} />
    </>
  );
}

function List({ interviews }: { readonly interviews: readonly Interview[] }) {
  return (
    <div className="table">
      <table>
        <thead>
          <tr>
            {['Candidate', 'Interview', 'Stage', 'Score', 'Invited'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            <th scope="col">
              <span className="hidden">Open</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {interviews.map((interview) => (
            <Row key={interview.id} {...interview} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ id, candidate, assessment, status, score, created_at }: Interview) {
  const isOpen = ['created', 'started', 'paused'].includes(status);
  return (
    <tr>
      <td>
        <a href={`#/${isOpen ? 'portal' : 'interviews'}/${id}`}>{candidate.name}</a>
      </td>
      <td>{assessment.title}</td>
      <td>
        <span className={`stage ${status}`}>{stages[status]}</span>
      </td>
      <td>{score ? `${Math.round(score.value)} of ${score.max}` : '–'}</td>
      <td>{new Date(created_at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}</td>
      <td>
        <a href={`#/interviews/${id}`}>Replay</a>
      </td>
    </tr>
  );
}
