import type { Figures, SwitchOver } from '../api/types';
import { Mark } from '../parts/Mark';
import { gatesOf } from './gates';
import { Wide } from '../parts/Wide';

const WORD = { good: 'within', bad: 'beyond', warn: 'near', unknown: 'not judged' } as const;

export function Gates({ switchOver, figures }: { switchOver: SwitchOver; figures: Figures | null }) {
  return (
    <Wide name="Gates">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col">Before</th>
            <th scope="col">Now</th>
            <th scope="col">Gate</th>
            <th scope="col">Is</th>
          </tr>
        </thead>
        <tbody>
          {gatesOf(switchOver, figures).map((gate) => (
            <tr key={gate.name}>
              <td>{gate.name}</td>
              <td className="number">{gate.before}</td>
              <td className="number">{gate.now}</td>
              <td className="number">{gate.limit}</td>
              <td>
                <Mark tone={gate.tone}>{WORD[gate.tone]}</Mark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
