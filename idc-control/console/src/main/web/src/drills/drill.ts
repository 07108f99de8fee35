import type { Resource } from '../api/types';
import type { Tone } from '../say/figures';

/** What a Drill's status says of its last or present run; without one it never ran. */
export function stateOf(drill: Resource): string {
  const status = drill.status ?? {};
  for (const key of ['state', 'verdict', 'outcome']) {
    if (typeof status[key] === 'string' && status[key] !== '') return status[key];
  }
  return 'never run';
}

export function drillTone(state: string): Tone | 'busy' {
  if (state === 'PASS') return 'good';
  if (['FAIL', 'ABORTED', 'FAILED'].includes(state)) return 'bad';
  if (['VOID', 'PREEMPTED'].includes(state)) return 'warn';
  return state === 'never run' ? 'unknown' : 'busy';
}
