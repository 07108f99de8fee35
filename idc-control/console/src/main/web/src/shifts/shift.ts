import type { Shift, ShiftSpec } from '../api/types';
import { scopePath } from '../say/command';

/** A shift whose weights stand; one that was cleared is only remembered for its generation. */
export function stands(shift: Shift): boolean {
  return shift.spec.cleared !== true;
}

export function scopeOfPath(path: string): ShiftSpec['scope'] | null {
  const found = /^(drgroup|service|idc)\/([a-z0-9]([a-z0-9.-]*[a-z0-9])?)$/.exec(path.includes('/') ? path : `drgroup/${path}`);
  if (!found) return null;
  return found[1] === 'drgroup' ? { drGroup: found[2]! } : found[1] === 'service' ? { service: found[2]! } : { idc: found[2]! };
}

/** The name that a shift of that scope has. */
export function shiftName(scope: ShiftSpec['scope']): string {
  return scopePath(scope).replace('/', '.');
}

/** Returns what is written: compared with what was seen, so that a faster one is not overwritten. */
export function shiftBody(spec: ShiftSpec, seen: Shift | null): unknown {
  const generation = seen?.status?.generation;
  const metadata = { name: shiftName(spec.scope), ...(seen?.metadata.revision ? { revision: seen.metadata.revision } : {}) };
  return { apiVersion: 'spillway.io/v1', kind: 'TrafficShift', metadata, spec, ...(generation ? { status: { generation } } : {}) };
}

/** Says what is wrong with weights; empty: nothing. */
export function weightsFault(weights: Record<string, number>): string {
  const sum = Object.values(weights).reduce((all, each) => all + each, 0);
  return sum === 100 ? '' : `The sum is ${sum} (expected: 100).`;
}

export function generationLine(shift: Shift): string {
  const generation = shift.status?.generation;
  return generation ? `${generation.counter}/${generation.idc}` : '–';
}
