import type { SwitchOver } from '../api/types';

/** What an operator may say to a switch-over, by the state machine of idc-control/docs/switchover.md. */
export type Act = 'check' | 'approve' | 'start' | 'pause' | 'resume' | 'rollback' | 'abort' | 'force-end' | 'extend' | 'take-over';

const BEFORE = ['DRAFT', 'CHECKING', 'READY', 'APPROVED'];
const RUNNING = ['FENCING', 'SHIFTING', 'VERIFYING', 'UNFENCING', 'SOAKING'];
const HELD = ['COMPLETED', 'EXPIRED'];
const OVER = ['ROLLED_BACK', 'ABORTED', 'FORCE_ENDED'];

const FROM: Record<Act, string[]> = {
  check: ['DRAFT', 'READY', 'APPROVED'],
  approve: ['READY'],
  start: ['READY', 'APPROVED'],
  pause: RUNNING,
  resume: ['PAUSED'],
  rollback: [...RUNNING, 'PAUSED', 'ROLLBACK_FAILED', ...HELD],
  abort: BEFORE,
  'force-end': [...RUNNING, 'PAUSED', 'ROLLING_BACK', 'ROLLBACK_FAILED', ...HELD],
  extend: [...RUNNING, 'PAUSED', ...HELD],
  'take-over': [...BEFORE, ...RUNNING, 'PAUSED', 'ROLLING_BACK', 'ROLLBACK_FAILED', ...HELD],
};

/** Returns how many approvals are still missing. */
export function missingApprovals(switchOver: SwitchOver): number {
  const plan = switchOver.status?.plan;
  if (!plan) return 0;
  const given = (switchOver.status?.approvals ?? []).filter((approval) => approval.plan === plan.hash).length;
  return Math.max(0, plan.approvals - given);
}

/** Returns what can be said now, in the order of the buttons. */
export function actsOf(switchOver: SwitchOver): Act[] {
  const state = switchOver.status?.state ?? '';
  const missing = missingApprovals(switchOver);
  return (Object.keys(FROM) as Act[]).filter(
    (act) => FROM[act].includes(state) && (act !== 'approve' || missing > 0) && (act !== 'start' || missing === 0),
  );
}

/** Whatever moves traffic, or cannot be undone, is confirmed by typing the name. */
export function needsName(act: Act): boolean {
  return ['start', 'resume', 'rollback', 'abort', 'force-end', 'take-over'].includes(act);
}

export function needsReason(act: Act): boolean {
  return act === 'force-end' || act === 'take-over';
}

export function takesReason(act: Act): boolean {
  return needsReason(act) || ['pause', 'resume', 'rollback', 'abort'].includes(act);
}

export const WORDS: Record<Act, { label: string; does: string; tone: 'go' | 'hold' | 'danger' | 'plain' }> = {
  check: { label: 'Check again', does: 'The checks are made again; the plan that stood is worth nothing any more.', tone: 'plain' },
  approve: { label: 'Approve', does: 'You say yes to exactly the plan with this hash. Who asked for it cannot approve it.', tone: 'go' },
  start: { label: 'Start', does: 'Traffic begins to move, step by step.', tone: 'go' },
  pause: { label: 'Pause', does: 'It stops where it is; traffic stays as it stands now.', tone: 'hold' },
  resume: { label: 'Resume', does: 'It goes on and watches the step anew. Traffic moves.', tone: 'go' },
  rollback: { label: 'Roll back', does: 'What stood before the first step is brought back. Traffic moves.', tone: 'danger' },
  abort: { label: 'Abort', does: 'It is given up before anything has moved. That cannot be undone; a new plan can be made.', tone: 'danger' },
  'force-end': { label: 'Force end', does: 'It is taken out of the machine’s hands: traffic stays as it is, and nobody brings it back by itself.', tone: 'danger' },
  extend: { label: 'Extend', does: 'Its shift may stand for longer.', tone: 'plain' },
  'take-over': { label: 'Take over here', does: 'This IDC coordinates it from now on. Make sure that the one that did is dead or cut off.', tone: 'danger' },
};

/** Returns whether it still changes by itself. */
export function goesOn(state: string): boolean {
  return ['CHECKING', 'ROLLING_BACK', ...RUNNING].includes(state);
}

export function isOver(state: string): boolean {
  return OVER.includes(state);
}

export type StateTone = 'good' | 'warn' | 'bad' | 'busy' | 'unknown';

export function stateTone(state: string): StateTone {
  if (state === 'COMPLETED') return 'good';
  if (['PAUSED', 'EXPIRED', 'ROLLED_BACK', 'DRAFT'].includes(state)) return 'warn';
  if (['ROLLBACK_FAILED', 'FORCE_ENDED'].includes(state)) return 'bad';
  if (goesOn(state)) return 'busy';
  return 'unknown';
}

/** Returns where it is, as in `step 2 of 3 (50 %), receiver, waiting for Acks`. */
export function positionLine(switchOver: SwitchOver): string {
  const at = switchOver.status?.at;
  const steps = switchOver.spec.steps ?? [];
  const state = switchOver.status?.state ?? '';
  if (!at || steps.length === 0 || !['SHIFTING', 'PAUSED', 'ROLLING_BACK', 'ROLLBACK_FAILED'].includes(state)) return '';
  const step = Math.min(at.step, steps.length - 1);
  const side = at.side === 'RECEIVER' ? 'the receiver is told' : 'everybody is told';
  return `step ${step + 1} of ${steps.length} (${steps[step]} %), ${side}, ${at.phase}`;
}
