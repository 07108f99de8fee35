import './overview.css';
import { Loader } from '@mantine/core';
import { Link } from 'react-router';
import { freshness } from '../api/overview';
import type { Overview } from '../api/types';
import { useSamples, useWatched } from '../api/watching';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { useNow } from '../parts/now';
import { Page, Panel } from '../parts/Page';
import { TimeChart } from '../parts/TimeChart';
import { plainCommand } from '../say/command';
import { percent, rate, successTone } from '../say/figures';
import { partsOf, verdict } from './health';
import { AlertList, DrillList, ShiftList, SwitchOverList } from './lists';
import { TrafficMap } from './TrafficMap';
import { Wide } from '../parts/Wide';

export function OverviewPage() {
  const watched = useWatched();
  const now = useNow();
  const { overview } = watched;
  if (!overview) {
    return (
      <Page title="Overview">
        <Panel>
          {watched.cut ? <p role="alert">{watched.cut}. Nothing is known yet.</p> : <Loader size="sm" aria-label="Waiting for the first event" />}
        </Panel>
      </Page>
    );
  }
  const fresh = freshness(watched, now).kind === 'fresh';
  const all = verdict(overview.idcs);
  return (
    <Page
      title="Overview"
      beside={
        <>
          <Mark tone={fresh ? all.tone : 'unknown'}>{fresh ? all.text : `as it was: ${all.text}`}</Mark>
          {overview.registry.connected ? null : <Mark tone="bad">the registry of {overview.idc} is away: nothing can be written</Mark>}
          {overview.ready ? null : <Mark tone="warn">{overview.node} is not ready</Mark>}
        </>
      }
    >
      <div className={fresh ? '' : 'stale-view'}>
        <Panel>
          <TrafficMap overview={overview} />
        </Panel>
        <div className="columns">
          <Panel title="Alerts">
            <AlertList alerts={overview.alerts} />
          </Panel>
          <Panel title="What moves traffic">
            <SwitchOverList switchOvers={overview.switchOvers} />
            <ShiftList shifts={overview.shifts} />
            <DrillList drills={overview.drills} />
          </Panel>
        </div>
        <div style={{ height: 16 }} />
        <div className="columns">
          <Panel title="Answered by, requests per second">
            <Served />
          </Panel>
          <Health overview={overview} />
        </div>
        <div style={{ height: 16 }} />
        <Edges overview={overview} />
        <Command command={plainCommand('status')} />
      </div>
    </Page>
  );
}

function Served() {
  const samples = useSamples();
  const idcs = [...new Set(samples.flatMap((sample) => Object.keys(sample.perIdc)))].sort();
  if (samples.length < 2) return <p className="dim">The chart begins when two figures are here.</p>;
  return (
    <TimeChart
      times={samples.map((sample) => sample.at)}
      lines={idcs.map((idc) => ({ name: idc, values: samples.map((sample) => sample.perIdc[idc] ?? null) }))}
      unit="/s"
      about={`Requests per second that each of ${idcs.join(', ')} has answered in the last minutes`}
    />
  );
}

function Health({ overview }: { overview: Overview }) {
  return (
    <Panel title="Health, in three parts">
      <Wide name="Health, in three parts">
        <table className="list">
          <thead>
            <tr>
              <th scope="col">IDC</th>
              <th scope="col">Sync link</th>
              <th scope="col">Gateway path</th>
              <th scope="col">Services</th>
            </tr>
          </thead>
          <tbody>
            {overview.idcs.map((idc) => (
              <tr key={idc.name}>
                <th scope="row">
                  <Link to={`/idcs/${idc.name}`}>{idc.name}</Link>
                </th>
                {partsOf(idc).map((part) => (
                  <td key={part.name}>
                    <Mark tone={part.tone}>{part.word}</Mark>
                    <div className="dim">{part.detail}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </Panel>
  );
}

function Edges({ overview }: { overview: Overview }) {
  return (
    <Panel title="Traffic, from whose gateways to whose answers">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Answered by</th>
            <th scope="col">Requests</th>
            <th scope="col">Success</th>
          </tr>
        </thead>
        <tbody>
          {overview.edges.map((edge) => (
            <tr key={`${edge.from}>${edge.to}`}>
              <td>{edge.from}</td>
              <td>{edge.to}</td>
              <td className="number">{rate(edge.requestsPerSecond)}/s</td>
              <td className="number">
                <Mark tone={successTone(edge.successPercent)}>{percent(edge.successPercent)}</Mark>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {overview.edges.length === 0 ? <p className="dim">No gateway has reported any request.</p> : null}
    </Panel>
  );
}
