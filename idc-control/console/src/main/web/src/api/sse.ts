/** One server-sent event. */
export type SentEvent = { event: string; data: string; id: string };

/**
 * Reads server-sent events out of text that comes in pieces of any size (WHATWG HTML, "event stream interpretation").
 * EventSource cannot send a token to another node, so the page reads the stream by fetch.
 */
export class EventReader {
  private rest = '';
  private first = true;
  private event = '';
  private id = '';
  private data: string[] = [];

  /** Returns the events that are complete now. */
  push(piece: string): SentEvent[] {
    this.rest += this.first && piece.startsWith('\uFEFF') ? piece.slice(1) : piece;
    this.first = this.first && piece === '';
    const events: SentEvent[] = [];
    let line = this.nextLine();
    while (line !== null) {
      const done = this.take(line);
      if (done) events.push(done);
      line = this.nextLine();
    }
    return events;
  }

  /** A CR at the very end may be half of a CRLF: it waits for what comes. */
  private nextLine(): string | null {
    const end = this.rest.search(/[\r\n]/);
    if (end < 0 || (this.rest[end] === '\r' && end === this.rest.length - 1)) return null;
    const line = this.rest.slice(0, end);
    this.rest = this.rest.slice(end + (this.rest.startsWith('\r\n', end) ? 2 : 1));
    return line;
  }

  private take(line: string): SentEvent | null {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.event = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    return null;
  }

  private dispatch(): SentEvent | null {
    const done = this.data.length > 0 ? { event: this.event || 'message', data: this.data.join('\n'), id: this.id } : null;
    this.event = '';
    this.data = [];
    return done;
  }
}
