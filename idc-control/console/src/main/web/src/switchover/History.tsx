import type { SwitchOver } from '../api/types';
import { Time } from '../parts/Time';
import { Wide } from '../parts/Wide';

/** Every transition, the newest first. */
export function History({ switchOver }: { switchOver: SwitchOver }) {
  const history = [...(switchOver.status?.history ?? [])].reverse();
  if (history.length === 0) return <p className="dim">Nothing yet.</p>;
  return (
    <Wide name="What happened">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Event</th>
            <th scope="col">From, to</th>
            <th scope="col">Step</th>
            <th scope="col">By node</th>
            <th scope="col">Detail</th>
          </tr>
        </thead>
        <tbody>
          {history.map((each) => (
            <tr key={each.sequence}>
              <td>
                <Time at={each.at} />
              </td>
              <td>{each.event}</td>
              <td>{each.from === each.to ? each.from : `${each.from} → ${each.to}`}</td>
              <td>
                {each.position.step + 1} {each.position.side} {each.position.phase}
              </td>
              <td>{each.node}</td>
              <td>{each.detail ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
