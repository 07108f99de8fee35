/** Times as people read them: in the zone of the browser, with UTC beside. */

const UNITS: [number, string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1_000, 's'],
];

/** Returns milliseconds since the epoch; null when it is no time. Texts are ISO 8601. */
export function millisOf(at: string | number | null | undefined): number | null {
  if (at === null || at === undefined || at === '') return null;
  const millis = typeof at === 'number' ? at : Date.parse(at);
  return Number.isFinite(millis) ? millis : null;
}

/** Returns a span in its two largest units, as in `2h 5m`; below a second in milliseconds. */
export function span(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < 1_000) return `${Math.round(whole)} ms`;
  if (whole < 10_000) return `${(whole / 1_000).toFixed(1)} s`;
  const first = UNITS.findIndex(([size]) => whole >= size);
  const [size, unit] = UNITS[first]!;
  const next = UNITS[first + 1];
  const large = `${Math.floor(whole / size)}${unit}`;
  const small = next ? Math.floor((whole % size) / next[0]) : 0;
  return next && small > 0 ? `${large} ${small}${next[1]}` : large;
}

/** Returns how long ago that was, or in how long it will be. */
export function ago(at: number, now: number): string {
  return at <= now ? `${span(now - at)} ago` : `in ${span(at - now)}`;
}

/** Returns the time of day, with the date when that is not today's. */
export function local(at: number, now: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString(undefined, { hour12: false });
  return date.toDateString() === new Date(now).toDateString() ? time : `${date.toLocaleDateString()} ${time}`;
}

export function utc(at: number): string {
  return new Date(at).toISOString();
}

/** Reads `90s`, `5m`, `1h30m`; null when it is none. */
export function duration(text: string): number | null {
  if (!/^(\d+(ms|s|m|h|d))+$/.test(text)) return null;
  const sizes: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  return [...text.matchAll(/(\d+)(ms|s|m|h|d)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * sizes[unit!]!, 0);
}
