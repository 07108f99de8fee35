import type { Resource } from '../api/types';
import type { Tone } from '../say/figures';

/** A run of a Drill, as its status has it. */
export type Run = {
  id: string;
  state: string;
  asked: string;
  due: string;
  started?: string;
  ended?: string;
  agent?: string;
  reasons?: string[];
  report?: string;
  abort?: string;
};

export type DrillStatus = { since?: string; next?: string; runs?: Run[] };
export type Drill = Resource<Record<string, unknown>, DrillStatus>;

/** Returns the runs that are kept, the newest first. */
export function runsOf(drill: Drill): Run[] {
  return [...(drill.status?.runs ?? [])].reverse();
}

/** Returns the run that is not over. */
export function currentOf(drill: Drill): Run | undefined {
  return runsOf(drill).find((run) => run.state === 'SCHEDULED' || run.state === 'RUNNING');
}

/** What a Drill's status says of its last or present run; without one it never ran. */
export function stateOf(drill: Drill): string {
  return runsOf(drill)[0]?.state ?? 'never run';
}

export function drillTone(state: string): Tone | 'busy' {
  if (state === 'PASS') return 'good';
  if (state === 'FAIL' || state === 'ABORTED') return 'bad';
  if (state === 'VOID' || state === 'MISSED') return 'warn';
  return state === 'never run' ? 'unknown' : 'busy';
}

/** Returns whose traffic a Drill moves in the installation; undefined: it has a fleet of its own. */
export function groupOf(drill: Drill): string | undefined {
  const target = drill.spec['target'] as { scope?: { drGroup?: string } } | undefined;
  return target?.scope?.drGroup;
}

/** Returns when it is played, as its schedule says; empty: when somebody says so. */
export function scheduleLine(drill: Drill): string {
  const schedule = drill.spec['schedule'] as { cron?: string; zone?: string } | undefined;
  return schedule?.cron ? [schedule.cron, schedule.zone ?? ''].filter((part) => part !== '').join(' ') : '';
}
