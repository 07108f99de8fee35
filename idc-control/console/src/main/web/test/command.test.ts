import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { actCommand, approveCommand, explainCommand, getCommand, planCommand, plainCommand, quoted, releaseCommand, releaseSourceCommand, shiftClearCommand, shiftSetCommand, withApproval } from '../src/say/command';

/** The folder of the command's own sources: what the page shows must be an option there. */
const VERBS = new URL('../../../../../ctl/src/main/java/io/spillway/ctl/verb/', import.meta.url);
const options = (...verbs: string[]) =>
  new Set(verbs.flatMap((verb) => [...readFileSync(new URL(`${verb}.java`, VERBS), 'utf8').matchAll(/"(-H|--[a-z-]+)"/g)].map(([, option]) => option)));
const optionsOf = (command: string) => [...command.matchAll(/(?<= )(-H|--[a-z-]+)(?= |$)/g)].map(([, option]) => option!);

const SPEC = { scope: { drGroups: ['core'] }, from: 'idc-a', to: 'idc-b', steps: [50, 100], soak: '1s', mode: 'graceful', reason: 'cooling of idc-a fails' };

describe('the equivalent command', () => {
  it('is the one of the operator’s guide', () => {
    expect(planCommand('cooling', SPEC)).toBe("spillway switchover plan core --from idc-a --to idc-b --steps 50,100 --soak 1s --reason 'cooling of idc-a fails' --name cooling");
    expect(planCommand('cooling', SPEC, true)).toMatch(/ --dry-run$/);
    expect(actCommand('start', 'cooling')).toBe('spillway switchover start cooling --wait');
    expect(actCommand('rollback', 'power', { reason: 'power is back', accept: true })).toBe("spillway switchover rollback power --reason 'power is back' --accept --wait");
    expect(actCommand('approve', 'switches', { plan: '355f' })).toBe('spillway switchover approve switches --plan 355f');
    expect(actCommand('resume', 'racks', { quarantine: ['idc-b/gw-2'] })).toBe('spillway switchover resume racks --quarantine idc-b/gw-2 --wait');
    expect(actCommand('resume', 'racks', { allBehind: true, limit: 3, reason: 'r' })).toBe('spillway switchover resume racks --reason r --quarantine all-behind --at-most 3 --wait');
    expect(actCommand('take-over', 'turn', { idc: 'idc-a', reason: 'dead' })).toBe('spillway switchover take-over turn --idc idc-a --reason dead');
    expect(shiftSetCommand('drgroup/core', { 'idc-a': 50, 'idc-b': 50 }, { reason: 'idc-a is hot' })).toBe("spillway shift set drgroup/core idc-a=50 idc-b=50 --reason 'idc-a is hot'");
    expect(shiftClearCommand('service/orders', 'cleared')).toBe('spillway shift clear service/orders --reason cleared');
    expect(approveCommand('355f3802d768', 'ab')).toBe('spillway approve 355f3802d768 --hash ab');
    expect(releaseCommand('idc-b', 'orders')).toBe('spillway sync release idc-b orders');
    expect(releaseCommand('idc-b', '')).toBe('spillway sync release idc-b');
    expect(releaseSourceCommand('k8s')).toBe('spillway sync release --source k8s');
    expect(getCommand('services', 'orders', 'yaml')).toBe('spillway get services orders -o yaml');
    expect(plainCommand('status')).toBe('spillway status');
  });

  it('says scopes as the command line does', () => {
    expect(planCommand('', { ...SPEC, scope: { services: ['orders', 'stock'] } })).toContain('plan service/orders service/stock --from');
    expect(planCommand('', { ...SPEC, scope: { idc: 'idc-a' } })).toContain('plan idc/idc-a --from');
  });

  it('says the gates that are other than usual', () => {
    const gates = { successRate: 1, p99: 2, targetLoad: 70, misroutes: 0.5, onFailure: 'rollback' as const };
    expect(planCommand('', { ...SPEC, gates })).toContain('--gate-success 1 --gate-p99 2 --gate-load 70 --gate-misroutes 0.5 --on-failure rollback');
    expect(planCommand('', SPEC)).not.toContain('--gate');
  });

  it('leaves out what is the default', () => {
    expect(explainCommand({ idc: 'idc-a', host: 'orders.example', path: '/', method: 'GET', role: 'entrance', headers: {} })).toBe('spillway explain --idc idc-a --host orders.example');
    expect(explainCommand({ idc: 'idc-a', host: 'h', path: '/a?b=c', method: 'POST', role: 'local', headers: { 'x-user': "o'neill" } })).toBe("spillway explain --idc idc-a --host h --path '/a?b=c' --method POST -H 'x-user: o'\\''neill' --role local");
  });

  it('is quoted so that a shell takes it as it was meant', () => {
    expect(quoted('plain-1.2/x:y=z,50%')).toBe('plain-1.2/x:y=z,50%');
    for (const word of ['', 'two words', '$(rm -rf /)', '`x`', 'a;b', 'a&b', '~', 'a\nb', '*']) expect(quoted(word)).toBe(`'${word}'`);
    expect(quoted("it's")).toBe("'it'\\''s'");
  });

  it('is repeated with the approval', () => {
    expect(withApproval('spillway sync release idc-b', '355f')).toBe('spillway sync release idc-b --approval 355f');
    expect(withApproval('spillway sync release idc-b', undefined)).toBe('spillway sync release idc-b');
  });

  it('has only options that the command has', () => {
    const everything = { ...SPEC, mode: 'emergency', fence: 'db', exclude: true, expires: '24h', onExpiry: 'clear', gates: { successRate: 1, p99: 2, targetLoad: 70, misroutes: 1, onFailure: 'rollback' } };
    const said: [string, Set<string | undefined>][] = [
      [planCommand('n', everything, true), options('SwitchOverPlanVerb')],
      [actCommand('resume', 'n', { reason: 'r', accept: true, allBehind: true, limit: 2 }), options('SwitchOverGoOn', 'SwitchOverMove', 'ReasonOption')],
      [actCommand('start', 'n'), options('SwitchOverMove')],
      [actCommand('approve', 'n', { plan: 'h' }), options('SwitchOverApproveVerb')],
      [actCommand('extend', 'n', { until: '2026-11-30T08:00:00Z' }), options('SwitchOverExtendVerb')],
      [actCommand('force-end', 'n', { reason: 'r' }), options('SwitchOverForceEndVerb')],
      [actCommand('pause', 'n', { reason: 'r' }), options('ReasonOption')],
      [actCommand('take-over', 'n', { idc: 'a', reason: 'r' }), options('SwitchOverTakeOverVerb')],
      [shiftSetCommand('core', { a: 100 }, { excluded: ['b'], reason: 'r', ttl: '2h', onExpiry: 'clear' }), options('ShiftSetVerb')],
      [shiftClearCommand('core', 'r'), options('ShiftClearVerb')],
      [explainCommand({ idc: 'a', host: 'h', path: '/x', method: 'PUT', role: 'local', headers: { a: 'b' } }), options('ExplainVerb')],
      [approveCommand('a', 'b'), options('ApproveVerb')],
      [releaseSourceCommand('s'), options('SyncReleaseVerb')],
    ];
    for (const [command, known] of said) {
      for (const option of optionsOf(command)) expect([...known], command).toContain(option);
    }
  });
});
