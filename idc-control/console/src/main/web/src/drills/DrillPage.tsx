import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { call } from '../api/client';
import { useAsked } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import { Tree } from '../objects/Tree';
import { Command } from '../parts/Command';
import { DeedDialog, type Deed } from '../parts/DeedDialog';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { Time } from '../parts/Time';
import { Wide } from '../parts/Wide';
import { drillAbortCommand, drillStartCommand, getCommand } from '../say/command';
import { currentOf, drillTone, groupOf, runsOf, scheduleLine, stateOf, type Drill, type Run } from './drill';

/** A Drill: when it is played, what became of its last runs, and the buttons that begin and end one. */
export function DrillPage() {
  const { name = '' } = useParams();
  const asked = useAsked<Drill>(`/v1/drills/${encodeURIComponent(name)}`, 2_000);
  return (
    <Page title={`drills/${name}`} beside={<Link to="/drills">all drills</Link>}>
      {asked.error ? <ProblemNote failed={asked.error} /> : null}
      {asked.data ? <Shown drill={asked.data} /> : asked.error ? null : <Loader size="sm" aria-label="Loading" />}
      <Command command={getCommand('drills', name, 'yaml')} />
    </Page>
  );
}

function Shown({ drill }: { drill: Drill }) {
  return (
    <div className="stack">
      <Panel>
        <Facts
          facts={[
            ['State', <Mark tone={drillTone(stateOf(drill))}>{stateOf(drill)}</Mark>],
            ['Schedule', scheduleLine(drill) || 'none: it runs when somebody says so'],
            ['Next due', <Time at={drill.status?.next} />],
          ]}
        />
        <Deeds drill={drill} />
      </Panel>
      <Panel title="Its last runs">
        <Runs runs={runsOf(drill)} />
        <p className="dim">Reports lie where the agent that played the drill has written them; the control plane keeps none.</p>
      </Panel>
      <Panel title="What was written (spec)">
        <Tree value={drill.spec} name="spec" />
      </Panel>
    </div>
  );
}

function Deeds({ drill }: { drill: Drill }) {
  const session = useSession();
  const [deed, setDeed] = useState<Deed | null>(null);
  if (!may(session, 'drill', groupOf(drill))) return null;
  const running = currentOf(drill);
  return (
    <>
      <div className="row" style={{ marginTop: 14 }} role="group" aria-label="What can be said to it now">
        {running ? (
          <Button color="red" disabled={Boolean(running.abort)} onClick={() => setDeed(abort(drill))}>
            {running.abort ? 'Being aborted' : 'Abort…'}
          </Button>
        ) : (
          <Button onClick={() => setDeed(start(drill))}>Run now…</Button>
        )}
      </div>
      {deed ? <DeedDialog deed={deed} close={() => setDeed(null)} /> : null}
    </>
  );
}

function start(drill: Drill): Deed {
  const name = drill.metadata.name;
  return {
    title: `Run now: ${name}`,
    does: 'A run begins as soon as an agent takes it. Blocked dates, windows, other drills and switch-overs bind it like a scheduled one.',
    label: 'Run now',
    word: name,
    command: () => drillStartCommand(name),
    run: () => call(`/v1/drills/${encodeURIComponent(name)}/run`, { method: 'POST', body: {}, ifMatch: drill.metadata.revision ?? 0 }),
  };
}

function abort(drill: Drill): Deed {
  const name = drill.metadata.name;
  return {
    title: `Abort: ${name}`,
    does: 'The agent hears of it within seconds, rolls back what the drill did, and reports.',
    label: 'Abort',
    danger: true,
    reason: 'must',
    command: (reason) => drillAbortCommand(name, reason),
    run: (reason) => call(`/v1/drills/${encodeURIComponent(name)}/abort`, { method: 'POST', body: { reason }, ifMatch: drill.metadata.revision ?? 0 }),
  };
}

function Runs({ runs }: { runs: Run[] }) {
  if (runs.length === 0) return <p className="dim">It never ran.</p>;
  return (
    <Wide name="Runs">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">State</th>
            <th scope="col">Asked by</th>
            <th scope="col">Began</th>
            <th scope="col">Ended</th>
            <th scope="col">Agent</th>
            <th scope="col">Why so</th>
            <th scope="col">Report</th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id}>
              <td>{run.id}</td>
              <td>
                <Mark tone={drillTone(run.state)}>{run.state}</Mark>
              </td>
              <td>{run.asked}</td>
              <td>
                <Time at={run.started} />
              </td>
              <td>
                <Time at={run.ended} />
              </td>
              <td>{run.agent ?? '–'}</td>
              <td>
                {(run.reasons ?? []).map((reason) => (
                  <div key={reason}>{reason}</div>
                ))}
                {run.abort ? <div>to be aborted: {run.abort}</div> : null}
              </td>
              <td>{run.report ? <code>{run.report}</code> : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
