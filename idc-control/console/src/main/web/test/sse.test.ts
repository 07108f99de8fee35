import { describe, expect, it } from 'vitest';
import { EventReader } from '../src/api/sse';

const WHOLE = 'event: overview\ndata: {"a":1}\n\n: alive\n\nevent: overview\r\nid: 7\r\ndata: one\r\ndata: two\r\n\r\ndata\n\nevent: empty\n\n';
const EXPECTED = [
  { event: 'overview', data: '{"a":1}', id: '' },
  { event: 'overview', data: 'one\ntwo', id: '7' },
  { event: 'message', data: '', id: '7' },
];

describe('EventReader', () => {
  it('reads events, comments and ends of lines of all kinds', () => {
    expect(new EventReader().push(WHOLE)).toEqual(EXPECTED);
  });

  it('reads the same however the text is cut', () => {
    for (let size = 1; size < 12; size++) {
      const reader = new EventReader();
      const read = [];
      for (let at = 0; at < WHOLE.length; at += size) read.push(...reader.push(WHOLE.slice(at, at + size)));
      expect(read, `pieces of ${size}`).toEqual(EXPECTED);
    }
  });

  it('hands out nothing before the empty line, and forgets half an event of a stream that ended', () => {
    const reader = new EventReader();
    expect(reader.push('event: overview\ndata: 1\n')).toEqual([]);
    expect(reader.push('\n')).toEqual([{ event: 'overview', data: '1', id: '' }]);
  });

  it('takes one space after the colon, not two, and a lone CR as an end of a line', () => {
    expect(new EventReader().push('data:  x\rdata:y\r\rdata: z\n\n')).toEqual([
      { event: 'message', data: ' x\ny', id: '' },
      { event: 'message', data: 'z', id: '' },
    ]);
  });

  it('leaves a byte order mark at the beginning out', () => {
    expect(new EventReader().push('\uFEFFdata: x\n\n')).toEqual([{ event: 'message', data: 'x', id: '' }]);
  });
});
