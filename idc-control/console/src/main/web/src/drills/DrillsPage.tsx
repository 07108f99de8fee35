import { Loader } from '@mantine/core';
import { Link } from 'react-router';
import { useListing } from '../api/queries';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { getCommand, plainCommand } from '../say/command';
import { Time } from '../parts/Time';
import { drillTone, runsOf, scheduleLine, stateOf, type Drill } from './drill';

/** The drills that the control plane knows. */
export function DrillsPage() {
  const listing = useListing<Drill>('drills', 5_000);
  const drills = listing.data?.items ?? [];
  return (
    <Page title="Drills">
      <Panel>
        {listing.error ? <ProblemNote failed={listing.error} /> : null}
        {listing.isPending ? <Loader size="sm" aria-label="Loading" /> : null}
        {listing.data && drills.length === 0 ? <p className="dim">No Drill is stored in this control plane.</p> : null}
        <ul className="plain-list">
          {drills.map((drill) => (
            <li key={drill.metadata.name} className="row">
              <Link to={`/drills/${encodeURIComponent(drill.metadata.name)}`}>{drill.metadata.name}</Link>
              <Mark tone={drillTone(stateOf(drill))}>{stateOf(drill)}</Mark>
              <Time at={runsOf(drill)[0]?.ended ?? runsOf(drill)[0]?.started} age />
              <span>{scheduleLine(drill)}</span>
              <span className="dim">
                next due <Time at={drill.status?.next} />
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <p className="dim">Reports lie where the one that ran the drill has written them; the control plane keeps none.</p>
      <div className="stack">
        <Command command={getCommand('drills')} />
        <Command command={plainCommand('drill list')} />
      </div>
    </Page>
  );
}
