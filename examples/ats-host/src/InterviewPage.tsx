import { InterviewWorkspace, SessionReplay } from '@interviewlm/sdk/react';
import { useState } from 'react';
import { post, useAnswer, type Interview } from './api';

interface Props {
  readonly interview: string;
  /** As the candidate sees it; otherwise as a reviewer does. */
  readonly isPortal: boolean;
}

export default function InterviewPage({ interview, isPortal }: Props) {
  const { data: config } = useAnswer<{ baseUrl: string }>('config');
  const { data, problem } = useAnswer<Interview>(`interviews/${interview}`);
  const [isSubmitted, setSubmitted] = useState(false);
  const tokenFor = (role: string) => async () => (await post<{ token: string }>(`interviews/${interview}/tokens/${role}`, {})).token;
  if (problem)
    return (
      <p className="problem" role="alert">
        {problem}
      </p>
    );
  return (
    <>
      <nav>
        <a href="#/">Candidates</a> <span aria-hidden="true">/</span> <span>{data?.candidate.name}</span>
      </nav>
      <div className="tabs" role="group" aria-label="View">
        <a href={`#/interviews/${interview}`} aria-current={isPortal ? undefined : 'page'}>
          Reviewer’s replay
        </a>
        <a href={`#/portal/${interview}`} aria-current={isPortal ? 'page' : undefined}>
          Candidate’s workspace
        </a>
      </div>
      {isSubmitted && <p role="status">{data?.candidate.name} has submitted. The score follows in a moment.</p>}
      <div className="place">
        {config &&
          (isPortal ? (
            <InterviewWorkspace
              interview={interview}
              baseUrl={config.baseUrl}
              fetchToken={tokenFor('candidate')}
              onInterviewSubmit={() => setSubmitted(true)}
            />
          ) : (
            <SessionReplay interview={interview} baseUrl={config.baseUrl} fetchToken={tokenFor('reviewer')} />
          ))}
      </div>
    </>
  );
}
