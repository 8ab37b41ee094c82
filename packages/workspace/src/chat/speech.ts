import { msg } from '@interviewlm/ui';
import type { ShownMessage } from '../state/conversation.js';

/** More than this at once and a screen reader drowns everything else. */
const longest = 400;

/**
 * What a screen reader is told of an answer: that it begins, each paragraph once it is whole, and how it ended. A polite live region
 * reads each new value.
 */
export class Speech {
  private message: ShownMessage | null = null;
  private paragraphs = 0;
  private said = '';

  next(answering: ShownMessage | null): string {
    if (answering && answering !== this.message) {
      this.message = answering;
      this.paragraphs = 0;
      this.said = msg('The assistant is answering.');
    }
    if (!this.message) return this.said;
    const whole = paragraphsOf(this.message.text, answering !== null);
    const fresh = whole.slice(this.paragraphs).join(' ');
    this.paragraphs = whole.length;
    if (fresh) this.said = shortened(fresh);
    if (answering) return this.said;
    this.said = `${fresh ? this.said : ''} ${endings()[this.message.status]}`.trim();
    this.message = null;
    return this.said;
  }
}

const endings = (): Record<ShownMessage['status'], string> => ({
  streaming: '',
  complete: msg('The answer is complete.'),
  stopped: msg('The answer was stopped.'),
  failed: msg('The answer broke off.'),
});

/** The last one may still grow while the answer arrives. Code is told of, not read letter by letter. */
function paragraphsOf(text: string, isArriving: boolean): string[] {
  const closed = isArriving ? text.slice(0, Math.max(0, text.lastIndexOf('\n\n'))) : text;
  return closed
    .replace(/```[\s\S]*?(?:```|$)/g, msg('A block of code.'))
    .replace(/[*_`#]/g, '')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

const shortened = (text: string) => (text.length > longest ? `${text.slice(0, longest)} …` : text);
