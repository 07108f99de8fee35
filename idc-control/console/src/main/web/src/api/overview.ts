import { headersOf } from './client';
import type { Node, NodeChoice } from './nodes';
import { EventReader } from './sse';
import type { Overview } from './types';

/** After so long without an event what is shown is old. The server sends one every second. */
export const OLD_AFTER_MS = 3_000;
/** After so long without an event the stream counts as cut, and another node is asked. */
export const CUT_AFTER_MS = 6_000;
const PAUSE_MS = 1_000;
const LOGGED_OUT = 'logged out';
const ENDED = ' has ended the stream';

export type Watched = {
  overview: Overview | null;
  /** When the last event came, by this machine's clock; null: none came yet. */
  heardAt: number | null;
  node: string;
  connected: boolean;
  /** Why the stream was cut; null while it is not. */
  cut: string | null;
  /** The session is over: somebody has to log in again. */
  loggedOut: boolean;
};

export type Surroundings = {
  fetch: typeof fetch;
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Follows the overview of the node of the moment, and goes on with the next one when it is silent. */
export class OverviewWatch {
  private state: Watched = { overview: null, heardAt: null, node: '', connected: false, cut: null, loggedOut: false };
  private readonly listeners = new Set<() => void>();
  private stopped: AbortController | null = null;

  constructor(
    private readonly nodes: NodeChoice,
    private readonly around: Surroundings,
  ) {}

  readonly current = (): Watched => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): () => void {
    this.stopped?.abort();
    const stop = new AbortController();
    this.stopped = stop;
    this.set({ loggedOut: false, cut: null });
    void this.follow(stop.signal);
    return () => stop.abort();
  }

  private async follow(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const node = this.nodes.current();
      const heardBefore = this.state.heardAt;
      const why = await this.read(node, stop);
      if (stop.aborted) return;
      if (why === LOGGED_OUT) {
        this.set({ connected: false, loggedOut: true, cut: 'the session is over' });
        return;
      }
      this.set({ connected: false, cut: why });
      // A stream ends in good order with the credentials that it was asked with, which are new by now; a dead node refuses at once.
      if (why.endsWith(ENDED) && this.state.heardAt !== heardBefore) continue;
      // One that was left meanwhile, by the page or by the reader, is not the one that failed.
      if (this.nodes.current().url === node.url) this.nodes.leave(node);
      await this.around.sleep(PAUSE_MS, stop);
    }
  }

  /** Reads until the stream ends; returns why it did. */
  private async read(node: Node, stop: AbortSignal): Promise<string> {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), CUT_AFTER_MS);
    const left = this.nodes.subscribe(() => {
      if (this.nodes.current().url !== node.url) silence.abort();
    });
    this.set({ node: node.label });
    try {
      const response = await this.around.fetch(`${node.url}/v1/overview?watch`, {
        headers: { ...headersOf({}, node), Accept: 'text/event-stream' },
        credentials: node.url === '' ? 'same-origin' : 'omit',
        cache: 'no-store',
        signal: AbortSignal.any([stop, silence.signal]),
      });
      // At another node a 401 only says that the token for it is over.
      if (response.status === 401 && node.url === '') return LOGGED_OUT;
      if (!response.ok || !response.body) return `${node.label} answers ${response.status}`;
      const pieces = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const reader = new EventReader();
      for (let piece = await pieces.read(); !piece.done; piece = await pieces.read()) {
        for (const event of reader.push(piece.value)) {
          if (event.event !== 'overview') continue;
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), CUT_AFTER_MS);
          this.take(JSON.parse(event.data) as Overview);
        }
      }
      return node.label + ENDED;
    } catch (failed) {
      if (silence.signal.aborted) return `${node.label} says nothing any more`;
      return `${node.label} does not answer: ${failed instanceof Error ? failed.message : String(failed)}`;
    } finally {
      clearTimeout(timer);
      left();
    }
  }

  private take(overview: Overview): void {
    this.set({ overview, heardAt: this.around.now(), node: `${overview.idc}/${overview.node}`, connected: true, cut: null, loggedOut: false });
  }

  private set(change: Partial<Watched>): void {
    this.state = { ...this.state, ...change };
    this.listeners.forEach((listener) => listener());
  }
}

export type Freshness = { kind: 'waiting' | 'fresh' | 'old' | 'cut'; ageMs: number | null };

/** Says how far what is shown can be trusted. */
export function freshness(watched: Watched, now: number): Freshness {
  if (watched.heardAt === null) return { kind: watched.cut ? 'cut' : 'waiting', ageMs: null };
  const ageMs = Math.max(0, now - watched.heardAt);
  if (ageMs <= OLD_AFTER_MS) return { kind: 'fresh', ageMs };
  return { kind: watched.connected && !watched.cut ? 'old' : 'cut', ageMs };
}
