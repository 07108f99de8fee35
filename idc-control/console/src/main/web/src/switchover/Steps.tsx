import './switchover.css';
import type { SwitchOver } from '../api/types';
import { count } from '../say/figures';

type Stage = { name: string; state: 'done' | 'now' | 'ahead' };

const AFTER = ['VERIFYING', 'UNFENCING', 'SOAKING', 'COMPLETED', 'EXPIRED'];

/** Returns the way of a switch-over: what is done, where it is, what is ahead. */
export function stagesOf(switchOver: SwitchOver): Stage[] {
  const status = switchOver.status;
  const steps = switchOver.spec.steps ?? [];
  const state = status?.state === 'PAUSED' ? (status.pause?.resumes ?? 'SHIFTING') : (status?.state ?? 'DRAFT');
  const back = ['ROLLING_BACK', 'ROLLED_BACK', 'ROLLBACK_FAILED'].includes(state);
  const names = ['plan', 'approve', ...(switchOver.spec.fence && switchOver.spec.fence !== 'none' ? ['fence'] : []), ...steps.map((step) => `${step} %`), 'verify', 'soak', back ? 'rolled back' : 'completed'];
  const at = indexOf(state, names, steps.length, status?.at?.step ?? 0);
  const over = ['COMPLETED', 'EXPIRED', 'ROLLED_BACK'].includes(state);
  return names.map((name, index) => ({ name, state: index < at || (over && index === at) ? 'done' : index === at ? 'now' : 'ahead' }));
}

function indexOf(state: string, names: string[], steps: number, step: number): number {
  const first = names.indexOf('verify') - steps;
  if (['DRAFT', 'CHECKING', 'ABORTED'].includes(state)) return 0;
  if (state === 'READY') return 1;
  if (state === 'APPROVED') return 2;
  if (state === 'FENCING') return Math.max(0, names.indexOf('fence'));
  if (AFTER.includes(state)) return names.indexOf(state === 'VERIFYING' || state === 'UNFENCING' ? 'verify' : state === 'SOAKING' ? 'soak' : 'completed');
  if (['ROLLING_BACK', 'ROLLED_BACK', 'ROLLBACK_FAILED'].includes(state)) return names.length - 1;
  return first + Math.min(step, steps - 1);
}

export function Steps({ switchOver }: { switchOver: SwitchOver }) {
  const stages = stagesOf(switchOver);
  const at = switchOver.status?.at;
  const moving = switchOver.status?.state === 'SHIFTING';
  const now = stages.findIndex((stage) => stage.state === 'now');
  return (
    <>
      <ol className="stages" aria-label={`${count(stages.length, 'stage')}, at ${now >= 0 ? stages[now]!.name : 'the end'}`}>
        {stages.map((stage) => (
          <li key={stage.name} className={`stage ${stage.state}`} {...(stage.state === 'now' ? { 'aria-current': 'step' as const } : {})}>
            <span>{stage.name}</span>
            <small>{stage.state === 'done' ? 'done' : stage.state === 'now' ? 'now' : ''}</small>
          </li>
        ))}
      </ol>
      {moving && at ? <Phases side={at.side} phase={at.phase} /> : null}
    </>
  );
}

const PHASES = ['PUSH', 'ACK', 'OBSERVE', 'GATE'];
const SAID: Record<string, string> = { PUSH: 'shifts are written', ACK: 'gateways Ack', OBSERVE: 'it is watched', GATE: 'figures are judged' };

function Phases({ side, phase }: { side: string; phase: string }) {
  const at = PHASES.indexOf(phase);
  return (
    <div className="row" style={{ marginTop: 10 }}>
      <span className="dim">{side === 'RECEIVER' ? 'The receiver is told first:' : 'Everybody is told:'}</span>
      {PHASES.map((name, index) => (
        <span key={name} className={`stage ${index < at ? 'done' : index === at ? 'now' : 'ahead'}`} title={SAID[name]}>
          {name}
        </span>
      ))}
    </div>
  );
}
