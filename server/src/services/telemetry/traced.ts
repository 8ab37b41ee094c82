import { noTracing, type Span, type Tracing } from './port.js';

/**
 * The same port with a span for each of its calls that takes time, named `<name> <method>`. Only the name and whether it went well are told:
 * what is given to a port and what it answers holds ids, and what people wrote.
 */
export function traced<Port extends object>(port: Port, name: string, tracing: Tracing): Port {
  if (tracing === noTracing) return port;
  return new Proxy(port, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => followed(member.apply(target, given), () => tracing.begin(`${name} ${String(key)}`, 'client'));
    },
  });
}

/** The same for a port that is one function. */
export function tracedCall<Given extends unknown[], Answer>(
  call: (...given: Given) => Promise<Answer>,
  name: string,
  tracing: Tracing,
): (...given: Given) => Promise<Answer> {
  if (tracing === noTracing) return call;
  return (...given) => settled(call(...given), tracing.begin(name, 'client'));
}

/** What is answered at once takes no time and has no span. */
function followed(answer: unknown, begin: () => Span): unknown {
  if (answer instanceof Promise) return settled(answer, begin());
  if (isIterable(answer)) return iterated(answer, begin);
  return answer;
}

const isIterable = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

async function settled<Answer>(answer: Promise<Answer>, span: Span): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    span.end(error);
    throw error;
  } finally {
    span.end();
  }
}

async function* iterated(answer: AsyncIterable<unknown>, begin: () => Span): AsyncGenerator {
  const span = begin();
  try {
    yield* answer;
  } catch (error) {
    span.end(error);
    throw error;
  } finally {
    span.end();
  }
}
