import type { Tone } from '../say/figures';

const SHAPES: Record<Tone | 'busy', string> = { good: '●', warn: '▲', bad: '■', busy: '◆', unknown: '○' };

/** A state: a word, a colour and a shape, so that nobody needs to see colours. */
export function Mark({ tone, children, title }: { tone: Tone | 'busy'; children: React.ReactNode; title?: string }) {
  return (
    <span className={`mark tone-${tone}`} title={title}>
      <span aria-hidden="true">{SHAPES[tone]}</span>
      {children}
    </span>
  );
}
