import { Suspense, lazy, useSyncExternalStore } from 'react';
import { Candidates } from './Candidates';

/** The elements load with the first interview that is opened: a list of candidates needs none of them. */
const InterviewPage = lazy(() => import('./InterviewPage'));

/** `#/`, `#/portal/itv_…` as the candidate, `#/interviews/itv_…` as a reviewer. */
function usePlace(): readonly string[] {
  const hash = useSyncExternalStore(
    (changed) => {
      addEventListener('hashchange', changed);
      return () => removeEventListener('hashchange', changed);
    },
    () => location.hash,
  );
  return hash.split('/').slice(1);
}

export function App() {
  const [page, interview] = usePlace();
  return (
    <>
      <header className="top">
        <a className="brand" href="#/">
          Fernhill Hiring
        </a>
        <span className="who">Signed in as Priya N., talent partner</span>
      </header>
      <main>
        {interview ? (
          <Suspense fallback={<p role="status">Opening the interview …</p>}>
            <InterviewPage key={interview} interview={interview} isPortal={page === 'portal'} />
          </Suspense>
        ) : (
          <Candidates />
        )}
      </main>
    </>
  );
}
