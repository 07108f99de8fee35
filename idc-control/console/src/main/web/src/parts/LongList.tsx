import { TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import { count } from '../say/figures';
import { chosen, haystacks, type Column, type Order } from './rows';

const ROW = 37;

/** A list of thousands: only what is seen is drawn; the search stands in the address. */
export function LongList<R>({ rows, columns, name, keyOf, beside }: { rows: R[]; columns: Column<R>[]; name: string; keyOf: (row: R) => string; beside?: React.ReactNode }) {
  const [params, setParams] = useSearchParams();
  const search = params.get('q') ?? '';
  const wanted = useDeferredValue(search);
  const [order, setOrder] = useState<Order>({ column: 0, down: false });
  const hay = useMemo(() => haystacks(rows, columns), [rows, columns]);
  const shown = useMemo(() => chosen(rows, hay, wanted, columns, order), [rows, hay, wanted, columns, order]);
  const setSearch = (text: string) => setParams((before) => withSearch(before, text), { replace: true });
  return (
    <>
      <div className="row end" style={{ marginBottom: 10 }}>
        <TextInput label={`Search ${name}`} type="search" value={search} onChange={(event) => setSearch(event.currentTarget.value)} style={{ minWidth: 280 }} />
        <span className="dim" role="status">
          {shown.length === rows.length ? count(rows.length, 'row') : `${shown.length.toLocaleString('en-US')} of ${count(rows.length, 'row')}`}
        </span>
        {beside}
      </div>
      <Rows shown={shown} columns={columns} name={name} keyOf={keyOf} order={order} setOrder={setOrder} />
    </>
  );
}

function withSearch(before: URLSearchParams, text: string): URLSearchParams {
  const after = new URLSearchParams(before);
  if (text) after.set('q', text);
  else after.delete('q');
  return after;
}

type Drawn<R> = { shown: R[]; columns: Column<R>[]; name: string; keyOf: (row: R) => string; order: Order; setOrder: (order: Order) => void };

function Rows<R>({ shown, columns, name, keyOf, order, setOrder }: Drawn<R>) {
  'use no memo';
  const place = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- no compiler memoizes here
  const rows = useVirtualizer({ count: shown.length, getScrollElement: () => place.current, estimateSize: () => ROW, overscan: 12, initialRect: { width: 800, height: 600 } });
  const seen = rows.getVirtualItems();
  const before = seen[0]?.start ?? 0;
  const after = rows.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <div className="scroll" ref={place} tabIndex={0} role="region" aria-label={name}>
      <table className="list" aria-rowcount={shown.length + 1}>
        <colgroup>
          {columns.map((column) => (
            <col key={column.title} style={{ width: column.width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column, index) => (
              <Head key={column.title} title={column.title} index={index} order={order} setOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 ? <Spacer height={before} /> : null}
          {seen.map((item) => (
            <tr key={keyOf(shown[item.index]!)} aria-rowindex={item.index + 2}>
              {columns.map((column) => (
                <td key={column.title} title={column.text(shown[item.index]!)}>
                  {column.cell ? column.cell(shown[item.index]!) : column.text(shown[item.index]!)}
                </td>
              ))}
            </tr>
          ))}
          {after > 0 ? <Spacer height={after} /> : null}
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height }: { height: number }) {
  return (
    <tr className="spacer" aria-hidden="true">
      <td style={{ height }} />
    </tr>
  );
}

function Head({ title, index, order, setOrder }: { title: string; index: number; order: Order; setOrder: (order: Order) => void }) {
  const sorted = order.column === index;
  return (
    <th scope="col" aria-sort={sorted ? (order.down ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="sort" onClick={() => setOrder({ column: index, down: sorted && !order.down })}>
        {title}
        <span aria-hidden="true">{sorted ? (order.down ? ' ↓' : ' ↑') : ''}</span>
      </button>
    </th>
  );
}
