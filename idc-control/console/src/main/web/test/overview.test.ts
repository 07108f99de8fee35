import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NodeChoice, type Node } from '../src/api/nodes';
import { CUT_AFTER_MS, freshness, OLD_AFTER_MS, OverviewWatch, type Watched } from '../src/api/overview';

const A: Node = { label: 'idc-a/control-1', url: '', token: null };
const B: Node = { label: 'idc-b (b:1)', url: 'http://b:1', token: 'exchange' };
const HOUR = 3_600_000;

/** A control node of which the test says what it sends, and when it dies. */
class Sent {
  private out!: ReadableStreamDefaultController<Uint8Array>;
  readonly body = new ReadableStream<Uint8Array>({ start: (out) => void (this.out = out) });

  say(idc: string): void {
    this.out.enqueue(new TextEncoder().encode(`event: overview\ndata: {"idc":"${idc}","node":"control-1"}\n\n`));
  }

  end(): void {
    this.out.close();
  }
}

function fleet(answers: Record<string, () => Promise<Response>>) {
  const asked: { url: string; headers: Record<string, string> }[] = [];
  const nodes = new NodeChoice();
  nodes.offer([A, B]);
  const watch = new OverviewWatch(nodes, {
    fetch: ((url: string, init: RequestInit) => {
      asked.push({ url, headers: init.headers as Record<string, string> });
      const answer = answers[url.startsWith('http') ? new URL(url).origin : '']!();
      return new Promise((resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
        answer.then((response) => {
          // A stream that is given up ends, as in a browser.
          const cut = new TransformStream<Uint8Array, Uint8Array>();
          void response.body?.pipeTo(cut.writable, { signal: init.signal! }).catch(() => undefined);
          resolve(new Response(response.body ? cut.readable : null, { status: response.status }));
        }, reject);
      });
    }) as typeof fetch,
    now: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  return { watch, nodes, asked };
}

const streamOf = (sent: Sent) => () => Promise.resolve(new Response(sent.body));
const settle = () => vi.advanceTimersByTimeAsync(1);

describe('OverviewWatch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('shows what comes, and by whom', async () => {
    const sent = new Sent();
    const { watch, asked } = fleet({ '': streamOf(sent) });
    const stop = watch.start();
    await settle();
    sent.say('idc-a');
    await settle();
    expect(watch.current()).toMatchObject({ node: 'idc-a/control-1', connected: true, cut: null, overview: { idc: 'idc-a' } });
    expect(asked[0]).toMatchObject({ url: '/v1/overview?watch', headers: { 'X-Requested-With': 'spillway-console' } });
    expect(asked[0]!.headers).not.toHaveProperty('Authorization');
    stop();
  });

  it('goes on with the other node, with the exchange token, when its own dies', async () => {
    const [dying, other] = [new Sent(), new Sent()];
    let calls = 0;
    const { watch, asked } = fleet({ '': () => (calls++ === 0 ? streamOf(dying)() : Promise.reject(new Error('refused'))), 'http://b:1': streamOf(other) });
    const stop = watch.start();
    await settle();
    dying.say('idc-a');
    dying.end();
    await settle();
    expect(watch.current()).toMatchObject({ connected: false, cut: 'idc-a/control-1 does not answer: refused', overview: { idc: 'idc-a' } });
    await vi.advanceTimersByTimeAsync(1_100);
    other.say('idc-b');
    await settle();
    expect(watch.current()).toMatchObject({ node: 'idc-b/control-1', connected: true, cut: null, overview: { idc: 'idc-b' } });
    expect(asked.at(-1)).toMatchObject({ url: 'http://b:1/v1/overview?watch', headers: { Authorization: 'Bearer exchange' } });
    stop();
  });

  it('stays with a node whose stream ended with the credentials that it was asked with', async () => {
    const [first, second] = [new Sent(), new Sent()];
    let calls = 0;
    const { watch, nodes, asked } = fleet({ '': () => streamOf(calls++ === 0 ? first : second)() });
    const stop = watch.start();
    await settle();
    first.say('idc-a');
    first.end();
    await settle();
    second.say('idc-a');
    await settle();
    expect(watch.current()).toMatchObject({ connected: true, cut: null });
    expect([nodes.current().url, asked.length]).toEqual(['', 2]);
    stop();
  });

  it('leaves a node that is connected and says nothing any more', async () => {
    const [silent, other] = [new Sent(), new Sent()];
    const { watch, nodes } = fleet({ '': streamOf(silent), 'http://b:1': streamOf(other) });
    const stop = watch.start();
    await settle();
    silent.say('idc-a');
    await vi.advanceTimersByTimeAsync(CUT_AFTER_MS - 100);
    expect(watch.current().connected).toBe(true);
    await vi.advanceTimersByTimeAsync(200);
    expect(watch.current()).toMatchObject({ connected: false, cut: 'idc-a/control-1 says nothing any more' });
    expect(nodes.current().url).toBe(B.url);
    stop();
  });

  it('comes back to the first node when the second does not answer either', async () => {
    const sent = new Sent();
    let dead = true;
    const { watch } = fleet({
      '': () => (dead ? Promise.reject(new Error('refused')) : Promise.resolve(new Response(sent.body))),
      'http://b:1': () => Promise.reject(new Error('refused')),
    });
    const stop = watch.start();
    await vi.advanceTimersByTimeAsync(1_050);
    dead = false;
    await vi.advanceTimersByTimeAsync(1_050);
    sent.say('idc-a');
    await settle();
    expect(watch.current()).toMatchObject({ connected: true, node: 'idc-a/control-1' });
    stop();
  });

  it('says that the session is over instead of asking for ever', async () => {
    const { watch, asked } = fleet({ '': () => Promise.resolve(new Response(null, { status: 401 })) });
    const stop = watch.start();
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(watch.current().loggedOut).toBe(true);
    expect(asked).toHaveLength(1);
    stop();
  });

  it('takes a 401 of another node for no end of the session', async () => {
    const sent = new Sent();
    let dead = true;
    const { watch, nodes } = fleet({
      '': () => (dead ? Promise.reject(new Error('refused')) : Promise.resolve(new Response(sent.body))),
      'http://b:1': () => Promise.resolve(new Response(null, { status: 401 })),
    });
    const stop = watch.start();
    await vi.advanceTimersByTimeAsync(1_050);
    dead = false;
    await settle();
    expect(watch.current()).toMatchObject({ loggedOut: false, cut: 'idc-b (b:1) answers 401' });
    expect(nodes.current().url).toBe('');
    stop();
  });
});

describe('freshness', () => {
  const heard = (ago: number, change: Partial<Watched> = {}): Watched => ({ overview: null, heardAt: 100_000 - ago, node: 'a', connected: true, cut: null, loggedOut: false, ...change });

  it('calls data old as soon as 3 s went by without an event', () => {
    expect(freshness(heard(OLD_AFTER_MS), 100_000)).toEqual({ kind: 'fresh', ageMs: 3_000 });
    expect(freshness(heard(OLD_AFTER_MS + 1), 100_000)).toEqual({ kind: 'old', ageMs: 3_001 });
  });

  it('says that the stream is cut, also when nothing ever came', () => {
    expect(freshness(heard(9_000, { connected: false, cut: 'dead' }), 100_000)).toEqual({ kind: 'cut', ageMs: 9_000 });
    expect(freshness(heard(0, { heardAt: null, connected: false, cut: 'dead' }), 100_000)).toEqual({ kind: 'cut', ageMs: null });
    expect(freshness(heard(0, { heardAt: null, connected: false }), 100_000)).toEqual({ kind: 'waiting', ageMs: null });
  });
});
