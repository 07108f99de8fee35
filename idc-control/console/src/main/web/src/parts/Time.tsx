import { ago, local, millisOf, utc } from '../say/time';
import { UNKNOWN } from '../say/figures';
import { useNow } from './now';

/** A point in time in the reader's zone; UTC on hover. With `age`, how long ago it was. */
export function Time({ at, age = false }: { at: string | number | null | undefined; age?: boolean }) {
  const now = useNow();
  const millis = millisOf(at);
  if (millis === null) return <span className="dim">{UNKNOWN}</span>;
  return (
    <time className="number" dateTime={utc(millis)} title={`${utc(millis)} (UTC)`}>
      {age ? ago(millis, now) : local(millis, now)}
    </time>
  );
}
