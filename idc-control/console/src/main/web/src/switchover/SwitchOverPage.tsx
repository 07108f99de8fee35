import { Loader } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useAsked } from '../api/queries';
import type { SwitchOver, SwitchProgress } from '../api/types';
import { Command } from '../parts/Command';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { Time } from '../parts/Time';
import { plainCommand, scopesOf } from '../say/command';
import { Acts } from './Acts';
import { goesOn, missingApprovals, positionLine, stateTone } from './acts';
import { Checks, PlanFacts } from './Checks';
import { Gates } from './Gates';
import { History } from './History';
import { Acks, Served } from './Live';
import { Steps } from './Steps';

/** One switch-over: what it is at, what can be said to it, how it goes. */
export function SwitchOverPage() {
  const { name = '' } = useParams();
  const asked = useAsked<SwitchProgress>(`/v1/switchovers/${encodeURIComponent(name)}/progress`, 1_000);
  const progress = asked.data;
  const state = progress?.switchOver.status?.state ?? '';
  return (
    <Page
      title={`switchovers/${name}`}
      beside={
        <>
          {state ? <Mark tone={stateTone(state)}>{state}</Mark> : null}
          {progress ? <span>{positionLine(progress.switchOver)}</span> : null}
          <Link to="/switchovers">all switch-overs</Link>
        </>
      }
    >
      {asked.error ? <ProblemNote failed={asked.error} /> : null}
      {progress ? <Body key={name} progress={progress} /> : asked.error ? null : <Loader size="sm" aria-label="Loading" />}
      <Command command={plainCommand(goesOn(state) ? `switchover watch ${name}` : `switchover show ${name}`)} />
    </Page>
  );
}

function Body({ progress }: { progress: SwitchProgress }) {
  const { switchOver } = progress;
  const status = switchOver.status;
  const before = ['DRAFT', 'CHECKING', 'READY', 'APPROVED'].includes(status?.state ?? '');
  const checks = status?.checks?.length ? status.checks : progress.checks.length > 0 ? progress.checks : (status?.plan?.checks ?? []);
  return (
    <div className="stack">
      <Panel>
        <Summary progress={progress} />
        <Acts switchOver={switchOver} progress={progress} />
      </Panel>
      <Notes progress={progress} />
      <Panel title="Steps">
        <Steps switchOver={switchOver} />
      </Panel>
      {before ? null : (
        <div className="columns">
          <Panel title="Acks">
            <Acks progress={progress} />
          </Panel>
          <Panel title="Gates: the step's figures against those from before it">
            <Gates switchOver={switchOver} figures={progress.figures} />
          </Panel>
        </div>
      )}
      {before ? null : (
        <Panel title="Who answers what this switch-over moves">
          <Served progress={progress} />
        </Panel>
      )}
      <Panel title="Plan">
        <PlanFacts switchOver={switchOver} />
      </Panel>
      <Panel title="Check list">
        <Checks checks={checks} />
      </Panel>
      <Panel title="What happened">
        <History switchOver={switchOver} />
      </Panel>
    </div>
  );
}

function Summary({ progress }: { progress: SwitchProgress }) {
  const { spec, status, metadata } = progress.switchOver;
  return (
    <Facts
      facts={[
        ['Moves', `${scopesOf(spec.scope).join(', ')} from ${spec.from} to ${spec.to}`],
        ['Reason', spec.reason],
        ['Asked for by', `${status?.author ?? '–'} (${status?.origin ?? '–'})`],
        ['Steps', `${(spec.steps ?? []).join(', ')} %, soak ${spec.soak ?? '–'}, mode ${spec.mode ?? 'graceful'}, when a gate fails: ${spec.gates?.onFailure ?? 'pause'}`],
        ['In this state since', <Time at={status?.since} age />],
        ...(status?.due ? ([['Until', <Time at={status.due} age />]] as [string, React.ReactNode][]) : []),
        ...(status?.expires ? ([['Its shift expires', <Time at={status.expires} age />]] as [string, React.ReactNode][]) : []),
        ['Coordinated by', progress.coordinator || 'nobody'],
        ['Revision', `${metadata.revision ?? '–'}, generation ${status ? `${status.generation.counter}/${status.generation.idc}` : '–'}`],
      ]}
    />
  );
}

/** What somebody has to know before he says anything. */
function Notes({ progress }: { progress: SwitchProgress }) {
  const { switchOver } = progress;
  const { status } = switchOver;
  const missing = missingApprovals(switchOver);
  const open = (status?.unconfirmed ?? []).filter((each) => !each.acceptedBy);
  return (
    <>
      {status?.pause ? (
        <div className="note tone-warn" role="status">
          <strong>It stands still: {status.pause.cause}</strong>
          <p>{status.pause.detail}</p>
        </div>
      ) : null}
      {progress.waitsFor ? (
        <div className="note tone-busy" role="status">
          <strong>It waits for</strong>
          <p>{progress.waitsFor}</p>
        </div>
      ) : null}
      {status?.state === 'READY' && missing > 0 ? (
        <div className="note tone-warn" role="status">
          <strong>{missing === 1 ? 'One approval is missing' : `${missing} approvals are missing`}</strong>
          <p>Somebody else than {status.author} with the role approver looks at this page and approves the plan with this hash.</p>
        </div>
      ) : null}
      {open.length > 0 ? <Unconfirmed switchOver={switchOver} /> : null}
      {progress.quarantined.length > 0 ? (
        <div className="note tone-warn">
          <strong>In quarantine: nobody waits for these data planes</strong>
          <p>{progress.quarantined.join(', ')}</p>
        </div>
      ) : null}
    </>
  );
}

function Unconfirmed({ switchOver }: { switchOver: SwitchOver }) {
  return (
    <div className="note tone-warn" role="status">
      <strong>Not confirmed: look at it before traffic goes home</strong>
      {(switchOver.status?.unconfirmed ?? []).map((each) => (
        <p key={`${each.what} ${each.idc} ${each.detail}`}>
          {each.what} at {each.idc}: {each.detail}
          {each.acceptedBy ? ` (accepted by ${each.acceptedBy})` : ''}
        </p>
      ))}
    </div>
  );
}
