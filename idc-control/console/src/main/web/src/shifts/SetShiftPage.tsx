import { Button, Loader, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { call, Refused } from '../api/client';
import { useListing } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Resource, Shift, ShiftSpec } from '../api/types';
import { at } from '../objects/columns';
import { Command } from '../parts/Command';
import { DeedDialog } from '../parts/DeedDialog';
import { Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { shiftSetCommand } from '../say/command';
import { duration } from '../say/time';
import { scopeOfPath, shiftBody, shiftName, weightsFault } from './shift';

/** Divides the traffic of a scope by hand: the low lever. A switch-over does it with checks and gates. */
export function SetShiftPage() {
  const session = useSession();
  const [params, setParams] = useSearchParams();
  const groups = useListing<Resource>('drgroups', false);
  const services = useListing<Resource>('services', false);
  const idcs = useListing<Resource>('idcs', false);
  const scope = params.get('scope') ?? '';
  const names = (listing: typeof groups) => (listing.data?.items ?? []).map((item) => item.metadata.name);
  const data = [
    { group: 'DrGroups', items: names(groups).map((name) => `drgroup/${name}`) },
    { group: 'Services', items: names(services).map((name) => `service/${name}`) },
    { group: 'IDCs: all that their gateways send', items: names(idcs).map((name) => `idc/${name}`) },
  ];
  const failed = groups.error ?? services.error ?? idcs.error;
  if (!may(session, 'write')) {
    return (
      <Page title="Set a shift">
        <p>It needs the role operator.</p>
      </Page>
    );
  }
  return (
    <Page title="Set a shift" beside={<Link to="/shifts">all shifts</Link>}>
      {failed ? <ProblemNote failed={failed} /> : null}
      <Panel>
        <p style={{ marginTop: 0 }}>
          This is the low lever: it moves at once, without checks and gates. <Link to="/switchovers/new">A switch-over</Link> moves step by step.
        </p>
        <Select label="Scope" data={data} value={scope || null} onChange={(next) => setParams(next ? { scope: next } : {}, { replace: true })} searchable limit={50} placeholder="drgroup/core" />
      </Panel>
      {scopeOfPath(scope) ? <Shares key={scope} scope={scope} idcs={idcsOf(scope, groups.data?.items ?? [], services.data?.items ?? [], names(idcs))} /> : null}
    </Page>
  );
}

/** The IDCs that back each other for a scope; all of them when that is not known. */
function idcsOf(path: string, groups: Resource[], services: Resource[], all: string[]): string[] {
  const scope = scopeOfPath(path);
  const service = services.find((each) => each.metadata.name === scope?.service);
  const group = scope?.drGroup ?? (service ? at(service, 'drGroup') : undefined);
  const found = groups.find((each) => each.metadata.name === group);
  const idcs = found ? at(found, 'idcs') : null;
  return Array.isArray(idcs) ? (idcs as string[]) : all;
}

function Shares({ scope, idcs }: { scope: string; idcs: string[] }) {
  const name = shiftName(scopeOfPath(scope)!);
  const seen = useQuery({
    queryKey: ['v1', 'shift to set', name],
    queryFn: async (): Promise<Shift | null> => {
      try {
        return await call<Shift>(`/v1/shifts/${encodeURIComponent(name)}`);
      } catch (why) {
        if (why instanceof Refused && why.status === 404) return null;
        throw why;
      }
    },
    refetchInterval: 2_000,
  });
  if (seen.error) return <ProblemNote failed={seen.error} />;
  if (seen.data === undefined || idcs.length === 0) return <Loader size="sm" aria-label="Loading" />;
  return <Form scope={scope} idcs={idcs} seen={seen.data} />;
}

function Form({ scope, idcs, seen }: { scope: string; idcs: string[]; seen: Shift | null }) {
  const navigate = useNavigate();
  const [weights, setWeights] = useState<Record<string, number>>(() => startOf(idcs, seen));
  const [excluded, setExcluded] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const [ttl, setTtl] = useState('');
  const [asking, setAsking] = useState(false);
  const fault = weightsFault(weights);
  const wrongTtl = ttl !== '' && duration(ttl) === null;
  const what = { excluded, reason, ...(ttl ? { ttl } : {}) };
  const command = shiftSetCommand(scope, weights, what);
  const write = (_: string, approval: string | undefined) => {
    const spec: ShiftSpec = { scope: scopeOfPath(scope)!, weights, reason };
    if (excluded.length > 0) spec.excluded = excluded;
    if (ttl) spec.expires = new Date(Date.now() + duration(ttl)!).toISOString().replace(/\.\d+Z$/, 'Z');
    return call(`/v1/shifts/${encodeURIComponent(shiftName(spec.scope))}`, {
      method: 'PUT',
      body: shiftBody(spec, seen),
      ifMatch: seen?.metadata.revision ?? 0,
      ...(approval ? { approval } : {}),
    });
  };
  return (
    <Panel title={`Shares of ${scope}`}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
      >
        {idcs.map((idc) => (
          <NumberInput key={idc} label={`${idc}, percent`} min={0} max={100} allowDecimal={false} value={weights[idc] ?? 0} onChange={(value) => setWeights({ ...weights, [idc]: Number(value) || 0 })} hideControls />
        ))}
        <MultiSelect label="Excluded" description="They get nothing, not even by failover." data={idcs} value={excluded} onChange={setExcluded} />
        <TextInput label="Time to live" description="As in 2h; empty: until it is cleared." value={ttl} onChange={(event) => setTtl(event.currentTarget.value.trim())} error={wrongTtl ? 'expected: as in 90m or 2h' : null} />
        <TextInput className="whole" label="Reason" description="Everybody sees it." value={reason} onChange={(event) => setReason(event.currentTarget.value)} required withAsterisk={false} />
        <div className="whole stack">
          {fault ? (
            <p role="alert" style={{ margin: 0 }}>
              {fault}
            </p>
          ) : null}
          <Command command={command} />
          <div>
            <Button type="submit" color="red" disabled={fault !== '' || wrongTtl || reason.trim() === ''}>
              Set…
            </Button>
          </div>
        </div>
      </form>
      {asking ? (
        <DeedDialog
          close={() => setAsking(false)}
          deed={{
            title: `Shift ${scope}`,
            does: `Each gateway sends ${Object.entries(weights)
              .map(([idc, percent]) => `${percent} % to ${idc}`)
              .join(', ')}, at once.${seen && !seen.spec.cleared ? ` It replaces the shift of ${seen.status?.author ?? 'somebody'}: ${seen.spec.reason}` : ''}`,
            label: 'Set',
            danger: true,
            word: scope,
            command: () => command,
            run: write,
            done: () => void navigate(`/shifts/${encodeURIComponent(shiftName(scopeOfPath(scope)!))}`),
          }}
        />
      ) : null}
    </Panel>
  );
}

function startOf(idcs: string[], seen: Shift | null): Record<string, number> {
  const stand = seen && !seen.spec.cleared ? (seen.spec.weights ?? {}) : {};
  return Object.fromEntries(idcs.map((idc) => [idc, stand[idc] ?? 0]));
}
