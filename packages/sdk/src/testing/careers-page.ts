/** Where the stories' assessments are served: in the page, by `openAssessment`. */
export const careersUrl = 'http://careers.test';

type Card = typeof card;

interface Behaviour {
  /** What the card's request is answered with; a number is a refusal's status, null no answer at all. */
  readonly card: Card | number | null;
  /** What is said of the form's e-mail address. */
  readonly refusal?: string;
}

export const card = {
  id: 'asm_00000000000000000000000000',
  object: 'assessment_card',
  title: 'Backend, second round',
  description: 'Two short questions from our own work. Use the assistant as you would on the job.',
  duration_ms: 3_600_000,
  question_count: 2,
  ai_mode: 'pair' as 'off' | 'hints' | 'pair',
};

const behaviours = new Map<string, Behaviour>();

/** An assessment that this page serves to itself; the answer is its id. */
export function openAssessment(behaviour: Behaviour): string {
  if (behaviours.size === 0) install();
  const id = `asm_${String(behaviours.size).padStart(26, '0')}`;
  behaviours.set(id, behaviour);
  return id;
}

function install(): void {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    return url.origin === careersUrl ? answer(url, init) : fetch(input, init);
  };
}

function answer({ pathname }: URL, init?: RequestInit): Promise<Response> | Response {
  const body = typeof init?.body === 'string' ? (JSON.parse(init.body) as { assessment?: string }) : {};
  const id = body.assessment ?? /asm_[0-9]+/.exec(pathname)?.[0] ?? '';
  const behaviour = behaviours.get(id);
  if (!behaviour || behaviour.card === null) return new Promise(() => undefined);
  if (init?.method === 'POST') return problem(422, 'invalid_request', [{ path: 'candidate.email', message: behaviour.refusal ?? '' }]);
  return typeof behaviour.card === 'number' ? problem(behaviour.card, 'not_found') : Response.json({ ...behaviour.card, id });
}

const problem = (status: number, code: string, errors: readonly object[] = []): Response =>
  new Response(JSON.stringify({ type: 'about:blank', title: 'This assessment is not open.', status, code, request_id: 'req_1', errors }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  });
