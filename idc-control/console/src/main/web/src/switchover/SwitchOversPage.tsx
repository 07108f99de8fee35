import { Button, Loader } from '@mantine/core';
import { Link } from 'react-router';
import { useListing } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { SwitchOver } from '../api/types';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { Time } from '../parts/Time';
import { plainCommand, scopesOf } from '../say/command';
import { isOver, positionLine, stateTone } from './acts';
import { Wide } from '../parts/Wide';

export function SwitchOversPage() {
  const session = useSession();
  const listing = useListing<SwitchOver>('switchovers', 2_000);
  const all = [...(listing.data?.items ?? [])].sort((a, b) => (b.status?.since ?? '').localeCompare(a.status?.since ?? ''));
  const live = all.filter((each) => !isOver(each.status?.state ?? ''));
  const over = all.filter((each) => isOver(each.status?.state ?? ''));
  return (
    <Page
      title="Switch-overs"
      beside={
        may(session, 'switch') ? (
          <Button component={Link} to="/switchovers/new" size="compact-md">
            Plan a switch-over…
          </Button>
        ) : null
      }
    >
      {listing.error ? <ProblemNote failed={listing.error} /> : null}
      {listing.isPending ? <Loader size="sm" aria-label="Loading" /> : null}
      <Panel title="Under way, planned, or standing">
        {live.length === 0 && listing.data ? <p className="dim">None.</p> : <Table items={live} />}
      </Panel>
      {over.length > 0 ? (
        <Panel title="Over">
          <Table items={over} />
        </Panel>
      ) : null}
      <Command command={plainCommand('switchover list')} />
    </Page>
  );
}

function Table({ items }: { items: SwitchOver[] }) {
  return (
    <Wide name="Switch-overs">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col">Scope</th>
            <th scope="col">From, to</th>
            <th scope="col">By</th>
            <th scope="col">Reason</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.metadata.name}>
              <td>
                <Link to={`/switchovers/${encodeURIComponent(each.metadata.name)}`}>{each.metadata.name}</Link>
              </td>
              <td>
                <Mark tone={stateTone(each.status?.state ?? '')}>{each.status?.state ?? '–'}</Mark>
                <div className="dim">{positionLine(each)}</div>
              </td>
              <td>{scopesOf(each.spec.scope).join(', ')}</td>
              <td>
                {each.spec.from} → {each.spec.to}
              </td>
              <td>{each.status?.author}</td>
              <td>{each.spec.reason}</td>
              <td>
                <Time at={each.status?.since} age />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
