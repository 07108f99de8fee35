import './switchover.css';
import type { SwitchOver } from '../api/types';
import { count } from '../say/figures';
import { stagesOf } from './stages';

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
