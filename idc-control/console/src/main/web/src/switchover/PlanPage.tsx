import { Button, Checkbox, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { call } from '../api/client';
import { useListing, useReload } from '../api/queries';
import { may } from '../api/roles';
import { useSession } from '../api/session';
import type { Applied, SwitchOver } from '../api/types';
import { Command } from '../parts/Command';
import { Page, Panel } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { planCommand } from '../say/command';
import { Checks, PlanFacts } from './Checks';
import { draftOf, faultsOf, specOf, type Draft, type Faults } from './plan';

type Set = <K extends keyof Draft>(field: K, value: Draft[K]) => void;

/** A plan moves nothing: it makes the checks and freezes what would be done. */
export function PlanPage() {
  const session = useSession();
  const navigate = useNavigate();
  const reload = useReload();
  const [params] = useSearchParams();
  const [draft, setDraft] = useState<Draft>(() => draftOf(params));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<'' | 'dry' | 'plan'>('');
  const [failed, setFailed] = useState<unknown>(null);
  const [dry, setDry] = useState<SwitchOver | null>(null);
  const set: Set = (field, value) => setDraft((before) => ({ ...before, [field]: value }));
  const faults = faultsOf(draft);
  const spec = specOf(draft);
  const said = planCommand(draft.name, spec);
  const send = async (dryRun: boolean) => {
    setTried(true);
    if (Object.keys(faults).length > 0) return;
    setBusy(dryRun ? 'dry' : 'plan');
    setFailed(null);
    try {
      const body = { ...(draft.name ? { name: draft.name } : {}), spec };
      const applied = await call<Applied<SwitchOver>>(`/v1/switchovers${dryRun ? '?dryRun' : ''}`, { method: 'POST', body });
      const made = applied.resources[0] ?? null;
      if (dryRun || !made) setDry(made);
      else {
        await reload();
        await navigate(`/switchovers/${encodeURIComponent(made.metadata.name)}`);
      }
    } catch (why) {
      setDry(null);
      setFailed(why);
    } finally {
      setBusy('');
    }
  };
  if (!may(session, 'switch')) {
    return (
      <Page title="Plan a switch-over">
        <p>It needs the role operator.</p>
      </Page>
    );
  }
  return (
    <Page title="Plan a switch-over" beside={<Link to="/switchovers">all switch-overs</Link>}>
      <Panel>
        <p style={{ marginTop: 0 }}>A plan moves nothing. It is checked, frozen, approved where that is asked for, and then started.</p>
        <Form draft={draft} set={set} faults={tried ? faults : {}} submit={() => void send(false)}>
          <Command command={said} />
          <div className="row">
            <Button type="submit" loading={busy === 'plan'} disabled={busy !== ''}>
              Plan
            </Button>
            <Button variant="default" loading={busy === 'dry'} disabled={busy !== ''} onClick={() => void send(true)}>
              Only check
            </Button>
          </div>
        </Form>
      </Panel>
      {failed ? <ProblemNote failed={failed} /> : null}
      {dry ? (
        <Panel title={`It would be ${dry.status?.state ?? '–'}; nothing is written`}>
          <PlanFacts switchOver={dry} />
          <Checks checks={dry.status?.plan?.checks ?? dry.status?.checks ?? []} />
        </Panel>
      ) : null}
    </Page>
  );
}

function Form({ draft, set, faults, submit, children }: { draft: Draft; set: Set; faults: Faults; submit: () => void; children: React.ReactNode }) {
  const idcs = useNames('idcs');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    submit();
  };
  return (
    <form className="form" onSubmit={onSubmit}>
      <Scope draft={draft} set={set} faults={faults} />
      <Select label="From" description="The IDC that is left" data={idcs} value={draft.from || null} onChange={(idc) => set('from', idc ?? '')} error={faults.from} searchable />
      <Select label="To" description="The IDC that receives" data={idcs} value={draft.to || null} onChange={(idc) => set('to', idc ?? '')} error={faults.to} searchable />
      <Text draft={draft} set={set} faults={faults} field="steps" label="Steps" description="Percent of it that has moved after each" />
      <Text draft={draft} set={set} faults={faults} field="soak" label="Soak" description="How long each step is watched" />
      <Select
        label="Mode"
        description="ungraceful: the IDC that is left is dead; emergency: soaks of a tenth"
        data={['graceful', 'ungraceful', 'emergency']}
        value={draft.mode}
        onChange={(mode) => set('mode', mode ?? 'graceful')}
        allowDeselect={false}
      />
      <Select label="When a gate fails" description="A step's figures are worse than allowed" data={['pause', 'rollback']} value={draft.onFailure} onChange={(what) => set('onFailure', what ?? 'pause')} allowDeselect={false} />
      <Text draft={draft} set={set} faults={faults} field="name" label="Name" description="Empty: one is made" />
      <Text draft={draft} set={set} faults={faults} field="reason" label="Reason" description="Everybody sees it" />
      <details className="whole">
        <summary>Gates, fence, expiry</summary>
        <div className="form" style={{ marginTop: 10 }}>
          <Text draft={draft} set={set} faults={faults} field="successRate" label="Success may fall by, points" description="Default 0.5" />
          <Text draft={draft} set={set} faults={faults} field="p99" label="p99 may grow, times" description="Default 1.5" />
          <Text draft={draft} set={set} faults={faults} field="targetLoad" label="Load of the receiver, percent" description="Default 80" />
          <Text draft={draft} set={set} faults={faults} field="misroutes" label="Misroutes, per second" description="Default 0" />
          <Text draft={draft} set={set} faults={faults} field="fence" label="Fence" description="Provider for a stateful service; empty: none" />
          <Text draft={draft} set={set} faults={faults} field="expires" label="Expires after" description="Default 72h" />
          <Checkbox
            className="whole"
            label="Exclude: the IDC that is left gets nothing in the end, not even by failover"
            checked={draft.exclude}
            onChange={(event) => set('exclude', event.currentTarget.checked)}
          />
        </div>
      </details>
      <div className="whole stack">{children}</div>
    </form>
  );
}

function Scope({ draft, set, faults }: { draft: Draft; set: Set; faults: Faults }) {
  const names = useNames(draft.scopeKind === 'drGroups' ? 'drgroups' : draft.scopeKind === 'services' ? 'services' : 'idcs');
  const kind = (next: string) => {
    set('scopeKind', next as Draft['scopeKind']);
    set('scopes', []);
  };
  return (
    <div className="whole row end">
      <div>
        <SegmentedControl
          value={draft.scopeKind}
          onChange={kind}
          aria-label="What moves"
          data={[
            { value: 'drGroups', label: 'DrGroups' },
            { value: 'services', label: 'Services' },
            { value: 'idc', label: 'A whole IDC' },
          ]}
        />
      </div>
      {draft.scopeKind === 'idc' ? (
        <Select
          label="All that the gateways of this IDC send"
          data={names}
          value={draft.scopes[0] ?? null}
          onChange={(idc) => {
            set('scopes', idc ? [idc] : []);
            if (idc) set('from', idc);
          }}
          error={faults.scopes}
          style={{ minWidth: 280 }}
        />
      ) : (
        <MultiSelect
          label={draft.scopeKind === 'drGroups' ? 'DrGroups that move' : 'Services that move'}
          data={names}
          value={draft.scopes}
          onChange={(scopes) => set('scopes', scopes)}
          error={faults.scopes}
          searchable
          limit={50}
          maxValues={20}
          style={{ minWidth: 280 }}
        />
      )}
    </div>
  );
}

function useNames(plural: string): string[] {
  return (useListing(plural, false).data?.items ?? []).map((item) => item.metadata.name);
}

type TextField = { [K in keyof Draft]: Draft[K] extends string ? K : never }[keyof Draft];

function Text({ draft, set, faults, field, label, description }: { draft: Draft; set: Set; faults: Faults; field: TextField; label: string; description: string }) {
  return <TextInput label={label} description={description} name={field} value={draft[field]} onChange={(event) => set(field, event.currentTarget.value as never)} error={faults[field]} autoComplete="off" />;
}
