import type { Session } from './types';

/** A control node that can be asked. An empty `url` is the one that the page came from, asked with its cookie. */
export type Node = { label: string; url: string; token: string | null };

/** Returns the nodes of a session, the own one first. Without an exchange token there are no others. */
export function nodesOf(session: Session): Node[] {
  const own: Node = { label: `${session.idc}/${session.node}`, url: '', token: null };
  const token = session.exchange?.token;
  if (!token) return [own];
  return [own, ...session.peers.map((peer) => ({ label: `${peer.idc} (${hostOf(peer.url)})`, url: peer.url.replace(/\/+$/, ''), token }))];
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** Which node the page asks now: one for everything, so that what is shown together belongs together. */
export class NodeChoice {
  private nodes: Node[] = [{ label: 'this node', url: '', token: null }];
  private index = 0;
  private readonly listeners = new Set<() => void>();

  /** The node that is asked; the same object until another is. */
  readonly current = (): Node => this.nodes[this.index] ?? this.nodes[0]!;

  readonly all = (): Node[] => this.nodes;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes the nodes of a new session; stays with the node that is asked if it is still there. */
  offer(nodes: Node[]): void {
    const now = this.current().url;
    this.nodes = nodes;
    this.index = Math.max(0, nodes.findIndex((node) => node.url === now));
    this.changed();
  }

  /** Goes on with the next node, unless somebody has already left the one that failed. Returns whether there is another. */
  leave(failed: Node): boolean {
    if (this.nodes.length < 2) return false;
    if (this.current().url === failed.url) {
      this.index = (this.index + 1) % this.nodes.length;
      this.changed();
    }
    return true;
  }

  /** Goes to the node with that address, when there is one. */
  go(url: string): void {
    const found = this.nodes.findIndex((node) => node.url === url);
    if (found >= 0 && found !== this.index) {
      this.index = found;
      this.changed();
    }
  }

  private changed(): void {
    this.listeners.forEach((listener) => listener());
  }
}

export const nodes = new NodeChoice();
