/** Columns of a long list. `text` is what is searched and sorted by. */
export type Column<R> = { title: string; width: string; text: (row: R) => string; order?: (row: R) => number; cell?: (row: R) => React.ReactNode };

export type Order = { column: number; down: boolean };

/** Returns for each row what is searched in it. */
export function haystacks<R>(rows: R[], columns: Column<R>[]): string[] {
  return rows.map((row) => columns.map((column) => column.text(row)).join('\n').toLowerCase());
}

/** Returns the rows that have all words, in that order. Equal rows stay as they were. */
export function chosen<R>(rows: R[], hay: string[], search: string, columns: Column<R>[], order: Order): R[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found = words.length === 0 ? [...rows] : rows.filter((_, index) => words.every((word) => hay[index]!.includes(word)));
  const column = columns[order.column];
  if (!column) return found;
  const sign = order.down ? -1 : 1;
  const by = column.order;
  const collator = new Intl.Collator('en', { numeric: true });
  return found.sort((a, b) => sign * (by ? by(a) - by(b) : collator.compare(column.text(a), column.text(b))));
}
