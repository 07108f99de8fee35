import { Link } from 'react-router';
import { explained } from '../api/problem';
import { approveCommand } from '../say/command';
import { Command } from './Command';
import { Facts } from './Page';

/** Where an object of the API is in the console; null when it has no page. */
export function pageOf(object: string): string | null {
  return /^(switchovers|shifts|services|workloads|routes|drgroups|idcs|clusters|drills|imports)\/[^/]+$/.test(object) ? `/${object}` : null;
}

/** Why something was not done: what it means, the server's own words, the figures, what to do. */
export function ProblemNote({ failed }: { failed: unknown }) {
  const why = explained(failed);
  const page = why.object ? pageOf(why.object) : null;
  return (
    <div className={`note ${why.approval ? 'tone-warn' : 'tone-bad'}`} role="alert">
      <strong>{why.title}</strong>
      <p>{why.meaning}</p>
      {why.detail ? <p className="mono">{why.detail}</p> : null}
      {why.facts.length > 0 ? <Facts facts={why.facts} /> : null}
      <p>{why.todo}</p>
      {page ? (
        <p>
          <Link to={page}>{why.object}</Link>
        </p>
      ) : null}
      {why.approval ? (
        <>
          <p>
            <Link to={`/approvals/${why.approval.id}`}>Approval {why.approval.id}</Link>
          </p>
          <Command command={approveCommand(why.approval.id, why.approval.hash)} />
        </>
      ) : null}
    </div>
  );
}
