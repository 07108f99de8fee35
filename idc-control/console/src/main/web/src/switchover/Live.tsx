import { useEffect, useState } from 'react';
import type { SwitchProgress } from '../api/types';
import { Time } from '../parts/Time';
import { TimeChart, type Line } from '../parts/TimeChart';
import { millis, rate } from '../say/figures';
import { Wide } from '../parts/Wide';

const KEPT = 600;

type Sample = { at: number; acked: Record<string, number>; served: Record<string, number> };

function sampleOf(progress: SwitchProgress): Sample {
  const acked: Record<string, number> = {};
  const served: Record<string, number> = {};
  for (const each of progress.progress) {
    acked[each.idc] = each.fleet === 0 ? 100 : (100 * each.acked) / each.fleet;
    for (const [idc, perSecond] of Object.entries(each.traffic?.servedBy ?? {})) served[idc] = (served[idc] ?? 0) + perSecond;
  }
  return { at: Date.now(), acked, served };
}

/** Keeps each answer of the last ten minutes: the API says how it is now, the curve is what the page has seen. */
function useSeen(progress: SwitchProgress): Sample[] {
  const [seen, setSeen] = useState<Sample[]>([]);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- each answer is one point of the curve
    setSeen((before) => [...before.slice(-KEPT), sampleOf(progress)]);
  }, [progress]);
  return seen;
}

function linesOf(seen: Sample[], of: (sample: Sample) => Record<string, number>): Line[] {
  const names = [...new Set(seen.flatMap((sample) => Object.keys(of(sample))))].sort();
  return names.map((name) => ({ name, values: seen.map((sample) => of(sample)[name] ?? null) }));
}

/** Who has Acked, by IDC, with the stragglers by name. */
export function Acks({ progress }: { progress: SwitchProgress }) {
  const seen = useSeen(progress);
  return (
    <>
      <div className="stack">
        {progress.progress.map((each) => (
          <div key={each.idc}>
            <div className="row">
              <strong>{each.idc}</strong>
              <span className="number">
                {each.acked} of {each.fleet} have Acked
              </span>
              <span className="dim">
                said <Time at={each.at} age />
              </span>
            </div>
            <div className={`meter ${each.acked >= each.fleet ? 'full' : ''}`} role="img" aria-label={`${each.acked} of ${each.fleet} data planes of ${each.idc} have Acked`}>
              <div style={{ width: `${each.fleet === 0 ? 100 : (100 * each.acked) / each.fleet}%` }} />
            </div>
            {each.late.length > 0 ? <div>late: {each.late.join(', ')}</div> : null}
            {each.seen ? <div className="dim">{each.seen}</div> : null}
          </div>
        ))}
      </div>
      {progress.progress.length === 0 ? <p className="dim">No IDC has said anything of its part.</p> : null}
      {seen.length > 1 ? <TimeChart times={seen.map((sample) => sample.at)} lines={linesOf(seen, (sample) => sample.acked)} unit="%" about="Share of the data planes of each IDC that have Acked, over time" height={150} /> : null}
    </>
  );
}

/** Who answers the requests of the scope, by what each IDC's gateways measure. */
export function Served({ progress }: { progress: SwitchProgress }) {
  const seen = useSeen(progress);
  return (
    <>
      {seen.length > 1 ? <TimeChart times={seen.map((sample) => sample.at)} lines={linesOf(seen, (sample) => sample.served)} unit="/s" about="Requests per second of the scope that each IDC answers, over time" /> : null}
      <Wide name="Who answers">
        <table className="list">
          <thead>
            <tr>
              <th scope="col">Gateways of</th>
              <th scope="col">Requests</th>
              <th scope="col">Failed</th>
              <th scope="col">Misrouted</th>
              <th scope="col">p99</th>
              <th scope="col">Answered by</th>
            </tr>
          </thead>
          <tbody>
            {progress.progress.map((each) => (
              <tr key={each.idc}>
                <td>{each.idc}</td>
                <td className="number">{rate(each.traffic?.requestsPerSecond)}/s</td>
                <td className="number">{rate(each.traffic?.failedPerSecond)}/s</td>
                <td className="number">{rate(each.traffic?.misroutedPerSecond)}/s</td>
                <td className="number">{millis(each.traffic?.p99Millis)}</td>
                <td>
                  {Object.entries(each.traffic?.servedBy ?? {})
                    .map(([idc, perSecond]) => `${idc} ${rate(perSecond)}/s`)
                    .join(', ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}
