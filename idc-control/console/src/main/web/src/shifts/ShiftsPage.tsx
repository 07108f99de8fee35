import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { call } from '../api/client';
import { useAsked, useListing } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Shift } from '../api/types';
import { Tree } from '../objects/Tree';
import { weightsLine } from '../overview/lists';
import { Command } from '../parts/Command';
import { DeedDialog } from '../parts/DeedDialog';
import { Mark } from '../parts/Mark';
import { Facts, Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { Time } from '../parts/Time';
import { getCommand, scopePath, shiftClearCommand } from '../say/command';
import { generationLine, shiftBody, stands } from './shift';
import { Wide } from '../parts/Wide';

export function ShiftsPage() {
  const session = useSession();
  const listing = useListing<Shift>('shifts', 2_000);
  const shifts = listing.data?.items ?? [];
  const now = shifts.filter(stands);
  const cleared = shifts.filter((shift) => !stands(shift));
  return (
    <Page
      title="Shifts"
      beside={
        may(session, 'write') ? (
          <Button component={Link} to="/shifts/new" size="compact-md">
            Set a shift…
          </Button>
        ) : null
      }
    >
      {listing.error ? <ProblemNote failed={listing.error} /> : null}
      {listing.isPending ? <Loader size="sm" aria-label="Loading" /> : null}
      <Panel title="Stand now">
        {now.length === 0 && listing.data ? <p className="dim">None: traffic is where it belongs.</p> : null}
        <Table shifts={now} />
      </Panel>
      {cleared.length > 0 ? (
        <Panel title="Cleared, kept for their generation">
          <Table shifts={cleared} />
        </Panel>
      ) : null}
      <Command command={getCommand('shifts')} />
    </Page>
  );
}

function Table({ shifts }: { shifts: Shift[] }) {
  if (shifts.length === 0) return null;
  return (
    <Wide name="Shifts">
      <table className="list">
        <thead>
          <tr>
            <th scope="col">Scope</th>
            <th scope="col">Shares</th>
            <th scope="col">By</th>
            <th scope="col">Reason</th>
            <th scope="col">Generation</th>
            <th scope="col">Expires</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map((shift) => (
            <tr key={shift.metadata.name}>
              <td>
                <Link to={`/shifts/${encodeURIComponent(shift.metadata.name)}`}>{scopePath(shift.spec.scope)}</Link>
              </td>
              <td>
                <Shares shift={shift} />
              </td>
              <td>{shift.status?.author}</td>
              <td>{shift.spec.reason}</td>
              <td className="number">{generationLine(shift)}</td>
              <td>
                <Time at={shift.spec.expires} age />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Shares({ shift }: { shift: Shift }) {
  if (shift.spec.cleared) return <span className="dim">cleared</span>;
  return (
    <>
      <strong>{weightsLine(shift.spec.weights ?? {})}</strong>
      {Object.entries(shift.spec.weightsAt ?? {}).map(([idc, weights]) => (
        <div key={idc}>
          at {idc}: {weightsLine(weights)}
        </div>
      ))}
      {shift.spec.excluded?.length ? <div>excluded: {shift.spec.excluded.join(', ')}</div> : null}
    </>
  );
}

export function ShiftPage() {
  const { name = '' } = useParams();
  const session = useSession();
  const asked = useAsked<Shift>(`/v1/shifts/${encodeURIComponent(name)}`, 2_000);
  const [clearing, setClearing] = useState(false);
  const shift = asked.data;
  const scope = shift ? scopePath(shift.spec.scope) : name.replace('.', '/');
  const mayWrite = may(session, 'write', shift?.spec.scope.drGroup);
  return (
    <Page
      title={`shifts/${name}`}
      beside={
        <>
          {shift && stands(shift) ? <Mark tone="warn">stands</Mark> : shift ? <Mark tone="unknown">cleared</Mark> : null}
          <Link to="/shifts">all shifts</Link>
          {shift && mayWrite ? (
            <>
              <Button component={Link} to={`/shifts/new?scope=${encodeURIComponent(scope)}`} size="compact-md" variant="default">
                Set anew…
              </Button>
              {stands(shift) ? (
                <Button size="compact-md" color="red" onClick={() => setClearing(true)}>
                  Clear…
                </Button>
              ) : null}
            </>
          ) : null}
        </>
      }
    >
      {asked.error ? <ProblemNote failed={asked.error} /> : null}
      {asked.isPending ? <Loader size="sm" aria-label="Loading" /> : null}
      {shift ? <ShiftFacts shift={shift} /> : null}
      <Command command={getCommand('shifts', name, 'yaml')} />
      {clearing && shift ? <ClearDialog shift={shift} scope={scope} close={() => setClearing(false)} /> : null}
    </Page>
  );
}

function ClearDialog({ shift, scope, close }: { shift: Shift; scope: string; close: () => void }) {
  const why = (reason: string) => reason || 'cleared';
  return (
    <DeedDialog
      close={close}
      deed={{
        title: `Clear the shift of ${scope}`,
        does: 'Traffic goes home again, all at once. It is written with the next generation.',
        label: 'Clear',
        danger: true,
        word: scope,
        reason: 'may',
        command: (reason) => shiftClearCommand(scope, why(reason)),
        run: (reason, approval) =>
          call(`/v1/shifts/${encodeURIComponent(shift.metadata.name)}`, {
            method: 'PUT',
            body: shiftBody({ scope: shift.spec.scope, cleared: true, reason: why(reason) }, shift),
            ifMatch: shift.metadata.revision ?? 0,
            ...(approval ? { approval } : {}),
          }),
      }}
    />
  );
}

function ShiftFacts({ shift }: { shift: Shift }) {
  const lost = shift.status?.lost;
  return (
    <div className="stack">
      {lost ? (
        <div className="note tone-warn" role="alert">
          <strong>A conflict: another shift of this scope has lost</strong>
          <p>
            {lost.loser} by {lost.loserAuthor} lost against {lost.winner} by {lost.winnerAuthor}, <Time at={lost.atUnixMillis} age />.
          </p>
        </div>
      ) : null}
      <Panel>
        <Facts
          facts={[
            ['Shares', <Shares shift={shift} />],
            ['Reason', shift.spec.reason],
            ['Author', shift.status?.author ?? '–'],
            ['Generation', generationLine(shift)],
            ['Expires', <Time at={shift.spec.expires} age />],
            ['Then', shift.spec.onExpiry ?? 'alarm'],
            ['Revision', String(shift.metadata.revision ?? '–')],
          ]}
        />
      </Panel>
      <Panel title="What was written (spec)">
        <Tree value={shift.spec} name="spec" />
      </Panel>
    </div>
  );
}
