import { Link, useParams } from 'react-router';
import { useAsked, useListing } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Resource, Shift } from '../api/types';
import { weightsLine } from '../overview/lists';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { getCommand } from '../say/command';
import { stands } from '../shifts/shift';
import { at } from './columns';
import { Shown } from './ObjectPage';

/** The IDCs that back each other, the Services that go with them, and whether traffic is moved. */
export function DrGroupPage() {
  const { name = '' } = useParams();
  const session = useSession();
  const asked = useAsked<Resource>(`/v1/drgroups/${encodeURIComponent(name)}`, 10_000);
  const services = useListing<Resource>('services', 10_000);
  const shifts = useListing<Shift>('shifts', 5_000);
  const own = (services.data?.items ?? []).filter((service) => at(service, 'drGroup') === name);
  const shift = (shifts.data?.items ?? []).find((each) => each.spec.scope.drGroup === name && stands(each));
  return (
    <Page
      title={`drgroups/${name}`}
      beside={
        <>
          <Link to="/drgroups">all drgroups</Link>
          {may(session, 'switch', name) ? <Link to={`/switchovers/new?drGroup=${encodeURIComponent(name)}`}>plan a switch-over</Link> : null}
        </>
      }
    >
      <div className="stack">
        {asked.error ? <ProblemNote failed={asked.error} /> : null}
        <Panel title="Its shift">
          {shift ? (
            <div className="row">
              <Mark tone="warn">moved</Mark>
              <Link to={`/shifts/${encodeURIComponent(shift.metadata.name)}`}>{weightsLine(shift.spec.weights ?? {}) || 'by gateways'}</Link>
              <span>{shift.spec.reason}</span>
            </div>
          ) : (
            <p className="dim">None: traffic is where it belongs.</p>
          )}
        </Panel>
        <Panel title="Services that go with it">
          {own.length === 0 ? <p className="dim">None.</p> : null}
          <ul className="plain-list">
            {own.slice(0, 200).map((service) => (
              <li key={service.metadata.name}>
                <Link to={`/services/${encodeURIComponent(service.metadata.name)}`}>{service.metadata.name}</Link>
              </li>
            ))}
          </ul>
          {own.length > 200 ? <p>{own.length} in all.</p> : null}
        </Panel>
        {asked.data ? <Shown resource={asked.data} /> : null}
        <Command command={getCommand('drgroups', name, 'yaml')} />
      </div>
    </Page>
  );
}
