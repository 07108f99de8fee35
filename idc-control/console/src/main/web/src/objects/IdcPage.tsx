import { Link, useParams } from 'react-router';
import { useAsked } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Overview, OverviewIdc, Resource } from '../api/types';
import { useWatched } from '../api/watching';
import { idcTone, partsOf } from '../overview/health';
import { AlertList } from '../overview/lists';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { getCommand, plainCommand } from '../say/command';
import { percent, rate, successTone } from '../say/figures';
import { Shown } from './ObjectPage';

const TONE_WORD = { good: 'well', warn: 'weak', bad: 'sick', unknown: 'not known' } as const;

/** One IDC: how it is, what comes and goes, what is wrong, and how to leave it. */
export function IdcPage() {
  const { name = '' } = useParams();
  const session = useSession();
  const overview = useWatched().overview;
  const idc = overview?.idcs.find((each) => each.name === name);
  const asked = useAsked<Resource>(`/v1/idcs/${encodeURIComponent(name)}`, 10_000);
  return (
    <Page
      title={`idcs/${name}`}
      beside={
        <>
          {idc ? <Mark tone={idcTone(idc)}>{TONE_WORD[idcTone(idc)]}</Mark> : null}
          <Link to="/idcs">all idcs</Link>
          {may(session, 'switch') ? <Link to={`/switchovers/new?idc=${encodeURIComponent(name)}`}>plan to leave it</Link> : null}
        </>
      }
    >
      <div className="stack">
        {overview && idc ? <Live overview={overview} idc={idc} /> : null}
        {asked.error ? <ProblemNote failed={asked.error} /> : null}
        {asked.data ? <Shown resource={asked.data} /> : null}
        <Command command={getCommand('idcs', name, 'yaml')} />
        <Command command={plainCommand('status')} />
      </div>
    </Page>
  );
}

function Live({ overview, idc }: { overview: Overview; idc: OverviewIdc }) {
  const alerts = overview.alerts.filter((alert) => alert.subject === idc.name || alert.subject.startsWith(`${idc.name}/`));
  const edges = overview.edges.filter((edge) => edge.from === idc.name || edge.to === idc.name);
  return (
    <div className="columns">
      <Panel title="Health, in three parts">
        <Facts
          facts={[
            ...partsOf(idc).map((part): [string, React.ReactNode] => [
              part.name,
              <>
                <Mark tone={part.tone}>{part.word}</Mark> {part.detail}
              </>,
            ]),
            ...(idc.service.weak.length > 0 ? ([['Weak services', <Weak names={idc.service.weak} />]] as [string, React.ReactNode][]) : []),
            ['Gateways', idc.gateways ? `${idc.gateways.synced} of ${idc.gateways.connected} in sync` : 'not known here'],
            ['Answers', `${rate(idc.requestsPerSecond)}/s of a declared ${rate(idc.capacity)}/s, ${percent(idc.successPercent)} success`],
          ]}
        />
      </Panel>
      <Panel title="Traffic">
        <ul className="plain-list">
          {edges.map((edge) => (
            <li key={`${edge.from}>${edge.to}`} className="row">
              <span>{edge.from === edge.to ? 'stays home' : `${edge.from} → ${edge.to}`}</span>
              <strong className="number">{rate(edge.requestsPerSecond)}/s</strong>
              <Mark tone={successTone(edge.successPercent)}>{percent(edge.successPercent)}</Mark>
            </li>
          ))}
        </ul>
        {edges.length === 0 ? <p className="dim">None.</p> : null}
      </Panel>
      <Panel title="Alerts">
        <AlertList alerts={alerts} />
      </Panel>
    </div>
  );
}

function Weak({ names }: { names: string[] }) {
  return (
    <>
      {names.map((name, index) => (
        <span key={name}>
          {index > 0 ? ', ' : ''}
          <Link to={`/services/${encodeURIComponent(name)}`}>{name}</Link>
        </span>
      ))}
    </>
  );
}
