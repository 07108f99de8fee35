import { afterEach, describe, expect, it, vi } from 'vitest';
import { call, headersOf, Refused, Unreachable } from '../src/api/client';
import { NodeChoice, nodes, nodesOf, type Node } from '../src/api/nodes';
import { explained } from '../src/api/problem';
import { may, rolesLine } from '../src/api/roles';
import { load } from '../src/api/session';
import type { Session } from '../src/api/types';

const session = (change: Partial<Session> = {}): Session => ({
  person: 'alice', author: 'token/alice', roles: [], expires: null, idc: 'idc-a', node: 'control-1', development: false,
  peers: [{ idc: 'idc-b', url: 'http://b:1/' }], exchange: { token: 'x', expires: 0 }, ...change,
});
const role = (name: string, drGroups: string[] = [], idcs: string[] = []) => session({ roles: [{ role: name, drGroups, idcs }] });

describe('nodes', () => {
  it('are the own one first, and others only with a token for them', () => {
    expect(nodesOf(session())).toEqual([{ label: 'idc-a/control-1', url: '', token: null }, { label: 'idc-b (b:1)', url: 'http://b:1', token: 'x' }]);
    expect(nodesOf(session({ exchange: null }))).toHaveLength(1);
  });

  it('are left once, however many calls fail at the same time', () => {
    const choice = new NodeChoice();
    const [a, b] = nodesOf(session()) as [Node, Node];
    choice.offer([a, b]);
    choice.leave(a);
    choice.leave(a);
    expect(choice.current()).toBe(b);
  });

  it('stay chosen when the session brings new tokens', () => {
    const choice = new NodeChoice();
    choice.offer(nodesOf(session()));
    choice.go('http://b:1');
    choice.offer(nodesOf(session({ exchange: { token: 'newer', expires: 0 } })));
    expect(choice.current()).toMatchObject({ url: 'http://b:1', token: 'newer' });
    choice.offer(nodesOf(session({ peers: [] })));
    expect(choice.current().url).toBe('');
  });
});

describe('calls', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    nodes.offer([{ label: 'this node', url: '', token: null }]);
  });

  it('say who sends them, and which revision must still be current', () => {
    expect(headersOf({ method: 'PUT', body: {}, ifMatch: 0, approval: '355f' }, { label: 'a', url: '', token: null })).toEqual({
      Accept: 'application/json', 'Content-Type': 'application/json', 'If-Match': '"0"', 'X-Requested-With': 'spillway-console', 'X-Spillway-Approval': '355f',
    });
    expect(headersOf({}, { label: 'b', url: 'http://b:1', token: 'x' })).toMatchObject({ Authorization: 'Bearer x' });
  });

  it('that read go on with the other node; those that write do not', async () => {
    nodes.offer(nodesOf(session()));
    const asked: string[] = [];
    vi.stubGlobal('fetch', (url: string) => {
      asked.push(url);
      return url.startsWith('http') ? Promise.resolve(Response.json({ ok: true })) : Promise.reject(new Error('refused'));
    });
    await expect(call('/v1/shifts/x', { method: 'PUT', body: {} })).rejects.toBeInstanceOf(Unreachable);
    expect(asked).toEqual(['/v1/shifts/x']);
    nodes.go('');
    await expect(call('/v1/status')).resolves.toEqual({ ok: true });
    expect(asked.slice(1)).toEqual(['/v1/status', 'http://b:1/v1/status']);
  });

  it('that are refused say with what', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"status":409,"winner":"bob"}', { status: 409 })));
    await expect(call('/v1/x')).rejects.toMatchObject({ status: 409, problem: { winner: 'bob' } });
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('<html>bad gateway', { status: 502 })));
    await expect(call('/v1/x')).rejects.toMatchObject({ status: 502, problem: { detail: '<html>bad gateway' } });
  });
});

describe('the session', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    nodes.offer([{ label: 'this node', url: '', token: null }]);
  });

  it('stays while its own node is dead, with a token that another node has renewed', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json(session())));
    expect(await load()).toEqual({ session: session() });
    nodes.offer(nodesOf(session()));
    const asked: [string, string | undefined][] = [];
    vi.stubGlobal('fetch', (url: string, init: { headers: Record<string, string> }) => {
      asked.push([url, init.headers.Authorization]);
      return url.startsWith('http') ? Promise.resolve(Response.json(session({ node: 'control-2', exchange: { token: 'newer', expires: 1 } }))) : Promise.reject(new Error('refused'));
    });
    expect(await load()).toEqual({ session: session({ exchange: { token: 'newer', expires: 1 } }) });
    expect(asked).toEqual([['/console/session', undefined], ['http://b:1/console/session', 'Bearer x']]);
  });

  it('that is over offers how to log in, and no other node renews it', async () => {
    nodes.offer(nodesOf(session()));
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('{"login":{"token":true,"issuers":[{"id":"corp","name":"Corp"}]}}', { status: 401 })));
    expect(await load()).toEqual({ offer: { token: true, issuers: [{ id: 'corp', name: 'Corp' }] } });
    vi.stubGlobal('fetch', () => Promise.reject(new Error('refused')));
    await expect(load()).rejects.toBeInstanceOf(Unreachable);
  });
});

describe('refusals are explained', () => {
  const why = (status: number, problem: object) => explained(new Refused(status, { status, ...problem }));

  it('409 names the winner and where it is', () => {
    const said = why(409, { detail: 'drgroup/core is moved by switch-over cooling', winner: 'cooling by bob', object: 'switchovers/cooling', currentRevision: 65 });
    expect(said).toMatchObject({ title: 'Somebody else holds it', meaning: 'The winner is cooling by bob. Yours was not done.', object: 'switchovers/cooling' });
    expect(said.facts).toEqual([['winner', 'cooling by bob'], ['current revision', '65']]);
  });

  it('412 says that it has changed meanwhile', () => {
    expect(why(412, { currentRevision: 66 })).toMatchObject({ title: 'It has changed meanwhile', facts: [['current revision', '66']] });
  });

  it('422 names the guard and its figures', () => {
    const said = why(422, { guard: 'min_active', detail: 'd', figures: { active: 1, minActive: 2, idcs: ['idc-a'] } });
    expect(said.title).toBe('Refused by the guard min_active');
    expect(said.facts).toEqual([['active', '1'], ['minActive', '2'], ['idcs', '["idc-a"]']]);
    expect(said.approval).toBeUndefined();
  });

  it('422 of two persons gives the approval to ask for', () => {
    expect(why(422, { guard: 'two_persons', figures: { approval: '355f', hash: 'ab', expires: '2026-11-27T14:11:29Z' } })).toMatchObject({ title: 'A second person must say yes', approval: { id: '355f', hash: 'ab' } });
  });

  it('400 lists every error, 403 the role that is missing, 503 whether it may have happened', () => {
    expect(why(400, { errors: [{ pointer: '/spec/to', message: 'to: other' }, { pointer: '/spec/soak', value: '1x', expected: 'a time' }] }).facts).toEqual([['/spec/to', 'to: other'], ['/spec/soak', '1x (expected: a time)']]);
    expect(why(403, { role: 'approver', idc: 'idc-a', drGroup: 'core' }).meaning).toBe('It needs the role approver at idc-a for core.');
    expect(why(503, { outcomeUnknown: true }).title).toBe('Outcome unknown');
    expect(explained(new Unreachable('idc-a', new Error('refused'))).todo).toContain('before you do it again');
  });
});

describe('roles', () => {
  it('let nobody see what he may not do', () => {
    for (const deed of ['write', 'switch', 'approve', 'release', 'ground', 'drill'] as const) {
      expect(may(role('viewer'), deed), deed).toBe(false);
      expect(may(session(), deed), deed).toBe(false);
      expect(may(null, deed), deed).toBe(false);
    }
    expect(may(role('operator'), 'switch')).toBe(true);
    expect(may(role('operator'), 'approve')).toBe(false);
    expect(may(role('approver'), 'approve')).toBe(true);
    expect(may(role('approver'), 'switch')).toBe(false);
    expect(may(role('admin'), 'approve') && may(role('admin'), 'ground')).toBe(true);
    expect(may(role('breakglass'), 'approve')).toBe(false);
  });

  it('count where they are for', () => {
    expect(may(role('operator', [], ['idc-b']), 'switch')).toBe(false);
    expect(may(role('operator', ['orders']), 'switch', 'core')).toBe(false);
    expect(may(role('operator', ['orders']), 'switch', 'orders')).toBe(true);
    expect(rolesLine(role('operator', ['orders'], ['idc-a']))).toBe('operator (orders; idc-a)');
    expect(rolesLine(session())).toBe('no role');
  });
});
