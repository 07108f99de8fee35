import type { SwitchOver } from '../api/types';
import { missingApprovals } from './acts';

export type Stage = { name: string; state: 'done' | 'now' | 'ahead' };

const BACK = ['ROLLING_BACK', 'ROLLED_BACK', 'ROLLBACK_FAILED'];

/** Returns the way of a switch-over: what is done, where it is, what is ahead. */
export function stagesOf(switchOver: SwitchOver): Stage[] {
  const { spec, status } = switchOver;
  const state = status?.state === 'PAUSED' ? (status.pause?.resumes ?? 'SHIFTING') : (status?.state ?? 'DRAFT');
  const steps = spec.steps ?? [];
  const names = [
    'plan',
    ...(status?.plan && status.plan.approvals > 0 ? ['approve'] : []),
    'start',
    ...(spec.fence && spec.fence !== 'none' ? ['fence'] : []),
    ...steps.map((step) => `${step} %`),
    'verify',
    'soak',
    BACK.includes(state) ? 'rolled back' : state === 'FORCE_ENDED' ? 'force-ended' : 'completed',
  ];
  const at = indexOf(state, names, steps.length, status?.at?.step ?? 0, missingApprovals(switchOver) > 0);
  const over = ['COMPLETED', 'EXPIRED', 'ROLLED_BACK', 'FORCE_ENDED'].includes(state);
  return names.map((name, index) => ({ name, state: index < at || (over && index === at) ? 'done' : index === at ? 'now' : 'ahead' }));
}

function indexOf(state: string, names: string[], steps: number, step: number, waits: boolean): number {
  switch (state) {
    case 'DRAFT':
    case 'CHECKING':
    case 'ABORTED':
      return 0;
    case 'READY':
    case 'APPROVED':
      return names.indexOf(waits ? 'approve' : 'start');
    case 'FENCING':
      return Math.max(0, names.indexOf('fence'));
    case 'VERIFYING':
    case 'UNFENCING':
      return names.indexOf('verify');
    case 'SOAKING':
      return names.indexOf('soak');
    case 'SHIFTING':
      return names.indexOf('verify') - steps + Math.min(step, steps - 1);
    default:
      return names.length - 1;
  }
}
