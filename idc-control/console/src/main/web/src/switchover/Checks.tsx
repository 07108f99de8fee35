import type { Check, SwitchOver } from '../api/types';
import { Mark } from '../parts/Mark';
import { Facts } from '../parts/Page';
import { Time } from '../parts/Time';
import { percent, rate } from '../say/figures';
import { Wide } from '../parts/Wide';

const TONE = { PASSED: 'good', WARNING: 'warn', FAILED: 'bad' } as const;
const ORDER = ['FAILED', 'WARNING', 'PASSED'];

/** The check list: what was looked at, how, why it matters, what to do. What failed comes first. */
export function Checks({ checks }: { checks: Check[] }) {
  if (checks.length === 0) return <p className="dim">No check was made yet.</p>;
  const sorted = [...checks].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  return (
    <Wide name="Check list">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Check</th>
            <th scope="col">Outcome</th>
            <th scope="col">How it was checked</th>
            <th scope="col">Why it matters</th>
            <th scope="col">What to do</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((check) => (
            <tr key={`${check.item} ${check.how}`}>
              <td>{check.item}</td>
              <td>
                <Mark tone={TONE[check.outcome as keyof typeof TONE] ?? 'unknown'}>{check.outcome}</Mark>
              </td>
              <td>{check.how}</td>
              <td>{check.why}</td>
              <td>{check.action || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** What the frozen plan says: predicted load, what moves, hash, until when, approvals. */
export function PlanFacts({ switchOver }: { switchOver: SwitchOver }) {
  const plan = switchOver.status?.plan;
  if (!plan) return <p>There is no frozen plan: a check forbids it, or none was made.</p>;
  const moves = Object.entries(plan.moves ?? {}).sort(([, a], [, b]) => b - a);
  const given = switchOver.status?.approvals ?? [];
  return (
    <Facts
      facts={[
        [`Predicted load of ${switchOver.spec.to}`, plan.predictedLoad === undefined ? 'not known: no capacity is declared, or nothing is measured' : `${percent(plan.predictedLoad)} of its declared capacity`],
        ['Moves', moves.length === 0 ? 'no requests are measured' : moves.map(([service, perSecond]) => `${service} ${rate(perSecond)}/s`).join(', ')],
        ['Valid until', <Time at={plan.until} age />],
        ['Approvals', `${given.length} of ${plan.approvals}${given.length > 0 ? `: ${given.map((each) => each.by).join(', ')}` : ''}`],
        ['Hash', <span className="mono">{plan.hash}</span>],
      ]}
    />
  );
}
