import { Link } from 'react-router';
import type { Alert, OverviewDrill, OverviewShift, OverviewSwitchOver } from '../api/types';
import { Mark } from '../parts/Mark';
import { Time } from '../parts/Time';
import { stateTone } from '../switchover/acts';

const SEVERITY = { page: 'bad', ticket: 'warn', info: 'unknown' } as const;
const ORDER = ['page', 'ticket', 'info'];

export function AlertList({ alerts }: { alerts: Alert[] }) {
  if (alerts.length === 0) return <p className="dim">None.</p>;
  const sorted = [...alerts].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return (
    <ul className="plain-list">
      {sorted.map((alert) => (
        <li key={`${alert.name} ${alert.subject}`}>
          <div className="row">
            <Mark tone={SEVERITY[alert.severity]}>{alert.severity}</Mark>
            <strong>{alert.name}</strong>
            <span>{alert.subject}</span>
            <Time at={alert.since} age />
          </div>
          <div>{alert.text}</div>
        </li>
      ))}
    </ul>
  );
}

export function SwitchOverList({ switchOvers }: { switchOvers: OverviewSwitchOver[] }) {
  return (
    <>
      <h3>Switch-overs</h3>
      {switchOvers.length === 0 ? <p className="dim">None under way.</p> : null}
      <ul className="plain-list">
        {switchOvers.map((each) => (
          <li key={each.name}>
            <div className="row">
              <Link to={`/switchovers/${each.name}`}>{each.name}</Link>
              <Mark tone={stateTone(each.state)}>{each.state}</Mark>
              <span>
                {each.from.join(', ')} → {each.to.join(', ')}
              </span>
              <Time at={each.since} age />
            </div>
            {each.position ? <div className="dim">{each.position}</div> : null}
          </li>
        ))}
      </ul>
    </>
  );
}

export function weightsLine(weights: Record<string, number>): string {
  return Object.entries(weights)
    .map(([idc, percent]) => `${idc} ${percent} %`)
    .join(', ');
}

export function ShiftList({ shifts }: { shifts: OverviewShift[] }) {
  return (
    <>
      <h3>Shifts</h3>
      {shifts.length === 0 ? <p className="dim">None: traffic is where it belongs.</p> : null}
      <ul className="plain-list">
        {shifts.map((shift) => (
          <li key={shift.scope}>
            <div className="row">
              <Link to={`/shifts/${shift.scope.replace('/', '.')}`}>{shift.scope}</Link>
              <strong>{weightsLine(shift.weights)}</strong>
              {shift.excluded.length > 0 ? <Mark tone="warn">excluded: {shift.excluded.join(', ')}</Mark> : null}
            </div>
            <div>
              {shift.reason} <span className="dim">by {shift.author}</span>
              {shift.expires ? (
                <>
                  , expires <Time at={shift.expires} age />
                </>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

export function DrillList({ drills }: { drills: OverviewDrill[] }) {
  return (
    <>
      <h3>Drills</h3>
      {drills.length === 0 ? <p className="dim">None runs.</p> : null}
      <ul className="plain-list">
        {drills.map((drill) => (
          <li key={drill.name} className="row">
            <Link to={`/drills/${drill.name}`}>{drill.name}</Link>
            <Mark tone="busy">{drill.state}</Mark>
            <Time at={drill.since} age />
          </li>
        ))}
      </ul>
    </>
  );
}
