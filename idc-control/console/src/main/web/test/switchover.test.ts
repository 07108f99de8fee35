import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SwitchOver } from '../src/api/types';
import { actsOf, missingApprovals, needsName, positionLine, type Act } from '../src/switchover/acts';
import { gatesOf } from '../src/switchover/gates';
import { draftOf, EMPTY, faultsOf, specOf, stepsOf } from '../src/switchover/plan';
import { stagesOf } from '../src/switchover/stages';

function switchOver(state: string, status: object = {}): SwitchOver {
  return {
    apiVersion: 'spillway.io/v1',
    kind: 'SwitchOver',
    metadata: { name: 'cooling', revision: 3 },
    spec: { scope: { drGroups: ['core'] }, from: 'idc-a', to: 'idc-b', steps: [10, 50, 100], reason: 'r' },
    status: { generation: { counter: 1, idc: 'idc-a' }, sequence: 1, state, origin: 'MANUAL', author: 'alice', since: '2026-11-27T00:00:00Z', ...status },
  };
}

const plan = (approvals: number) => ({ plan: { checks: [], digest: 'd', hash: 'h', until: '2026-11-27T00:00:00Z', approvals } });
const ACTS: Act[] = ['check', 'approve', 'start', 'pause', 'resume', 'rollback', 'abort', 'force-end', 'extend', 'take-over'];

describe('what can be said to a switch-over', () => {
  it('is what the table of the state machine allows, in every state', () => {
    const table = readFileSync(new URL('../../../../../docs/switchover.md', import.meta.url), 'utf8');
    const rows = [...table.matchAll(/^\| ([A-Z_]+) \| ([a-z-]+) \| /gm)].map(([, state, event]) => [state!, event!] as const);
    expect(rows.length).toBeGreaterThan(90);
    for (const state of new Set(rows.map(([each]) => each))) {
      const allowed = ACTS.filter((act) => rows.some(([from, event]) => from === state && event === act));
      // Of approve and start the approvals decide: one of both.
      const shown = new Set([...actsOf(switchOver(state, plan(0))), ...actsOf(switchOver(state, plan(1)))]);
      expect([...shown].sort(), state).toEqual([...allowed].sort());
    }
  });

  it('is approve while approvals are missing, and start when they are given', () => {
    expect(actsOf(switchOver('READY', plan(1)))).toContain('approve');
    expect(actsOf(switchOver('READY', plan(1)))).not.toContain('start');
    const approved = switchOver('READY', { ...plan(1), approvals: [{ by: 'bob', at: '', plan: 'h' }] });
    expect(missingApprovals(approved)).toBe(0);
    expect(actsOf(approved)).toContain('start');
    // An approval of another plan is none.
    expect(missingApprovals(switchOver('READY', { ...plan(1), approvals: [{ by: 'bob', at: '', plan: 'older' }] }))).toBe(1);
  });

  it('needs the name typed for whatever moves traffic or cannot be undone', () => {
    expect(ACTS.filter(needsName)).toEqual(['start', 'resume', 'rollback', 'abort', 'force-end', 'take-over']);
  });
});

describe('where it is', () => {
  const at = { at: { step: 1, side: 'EVERYBODY', phase: 'OBSERVE' } };

  it('is said as a line', () => {
    expect(positionLine(switchOver('SHIFTING', at))).toBe('step 2 of 3 (50 %), everybody is told, OBSERVE');
    expect(positionLine(switchOver('COMPLETED', at))).toBe('');
  });

  it('is shown as stages', () => {
    const shown = (each: SwitchOver) => stagesOf(each).map((stage) => `${stage.name}:${stage.state}`);
    expect(shown(switchOver('SHIFTING', { ...at, ...plan(0) }))).toEqual(['plan:done', 'start:done', '10 %:done', '50 %:now', '100 %:ahead', 'verify:ahead', 'soak:ahead', 'completed:ahead']);
    expect(shown(switchOver('READY', plan(1)))[1]).toBe('approve:now');
    expect(shown(switchOver('READY', plan(0)))[1]).toBe('start:now');
    expect(shown(switchOver('COMPLETED', at)).at(-1)).toBe('completed:done');
    expect(shown(switchOver('ROLLING_BACK', at)).at(-1)).toBe('rolled back:now');
    expect(shown(switchOver('PAUSED', { ...at, pause: { cause: 'OPERATOR', resumes: 'SHIFTING', detail: '' } }))[3]).toBe('50 %:now');
  });
});

describe('gates', () => {
  const before = { measured: { successRate: 99.99, p99Millis: 10, targetLoad: 33, misroutedPerSecond: 0, requestsPerSecond: 100 } };
  const tones = (figures: object) => Object.fromEntries(gatesOf(switchOver('SHIFTING', before), figures).map((gate) => [gate.name, gate.tone]));

  it('are within at their bounds and beyond just over them', () => {
    expect(tones({ successRate: 99.49, p99Millis: 15, targetLoad: 80, misroutedPerSecond: 0 })).toMatchObject({ Success: 'good', p99: 'good', 'Load of idc-b': 'good', Misrouted: 'good' });
    expect(tones({ successRate: 99.4, p99Millis: 15.1, targetLoad: 80.1, misroutedPerSecond: 0.1 })).toMatchObject({ Success: 'bad', p99: 'bad', 'Load of idc-b': 'bad', Misrouted: 'bad' });
  });

  it('are judged by nobody where a figure is not known', () => {
    expect(Object.values(tones({}))).toEqual(['unknown', 'unknown', 'unknown', 'unknown', 'unknown']);
  });
});

describe('the plan form', () => {
  const whole = { ...EMPTY, scopes: ['core'], from: 'idc-a', to: 'idc-b', reason: 'r' };

  it('sends what was said and leaves defaults to the control plane', () => {
    expect(faultsOf(whole)).toEqual({});
    expect(specOf(whole)).toEqual({ scope: { drGroups: ['core'] }, from: 'idc-a', to: 'idc-b', steps: [10, 50, 100], soak: '1m', mode: 'graceful', reason: 'r' });
    expect(specOf({ ...whole, scopeKind: 'idc', scopes: ['idc-a'], p99: '2', onFailure: 'rollback', exclude: true })).toMatchObject({ scope: { idc: 'idc-a' }, gates: { p99: 2, onFailure: 'rollback' }, exclude: true });
  });

  it('says what is wrong beside the field', () => {
    expect(Object.keys(faultsOf(EMPTY)).sort()).toEqual(['from', 'reason', 'scopes', 'to']);
    expect(faultsOf({ ...whole, to: 'idc-a', steps: '50,10', soak: 'soon', p99: 'fast', name: 'No Name', expires: '3 days' })).toEqual({
      to: 'expected: another IDC than from',
      steps: 'expected: percentages that rise, as in 10,50,100',
      soak: 'expected: a time, as in 30s or 5m; 0s for none',
      expires: 'expected: a time, as in 24h',
      p99: 'expected: a number',
      name: 'expected: small letters, digits, - and .',
    });
  });

  it('begins with what another page has offered', () => {
    expect(draftOf(new URLSearchParams('idc=idc-a'))).toMatchObject({ scopeKind: 'idc', scopes: ['idc-a'], from: 'idc-a' });
    expect(draftOf(new URLSearchParams('service=orders'))).toMatchObject({ scopeKind: 'services', scopes: ['orders'], from: '' });
    expect(draftOf(new URLSearchParams('drGroup=core'))).toMatchObject({ scopeKind: 'drGroups', scopes: ['core'] });
    expect(draftOf(new URLSearchParams(''))).toEqual(EMPTY);
  });

  it('reads steps with blanks and percent signs', () => {
    expect(stepsOf('10 %, 50%,100')).toEqual([10, 50, 100]);
    for (const wrong of ['', '0', '101', '10,10', 'a', '10,,20']) expect(stepsOf(wrong), wrong).toBeNull();
  });
});
