package io.spillway.ctl.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, each column as wide as its widest cell. Not thread-safe. */
public final class Table {

    private static final String GAP = "  ";
    private static final String NOTHING = "-";

    private final List<List<String>> rows = new ArrayList<>();

    /** Creates a table of one row, the headings. */
    public Table(List<String> headings) {
        rows.add(List.copyOf(headings));
    }

    /** Creates a table of one row, the headings. */
    public Table(String... headings) {
        this(Arrays.asList(headings));
    }

    /** Adds a row with a cell for each heading; an empty cell is shown as "-". */
    public Table row(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("cells: " + cells + " (expected: " + rows.getFirst().size() + ")");
        }
        rows.add(cells.stream().map(Table::shown).toList());
        return this;
    }

    /** Adds a row with a cell for each heading; an empty cell is shown as "-". */
    public Table row(String... cells) {
        return row(Arrays.asList(cells));
    }

    /** Returns the table line by line. */
    public List<String> lines(Paint paint) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths, paint)).toList();
    }

    private static String line(List<String> row, int[] widths, Paint paint) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            line.append(i == 0 ? "" : GAP).append(paint.word(cell));
            if (i < widths.length - 1) {
                line.repeat(' ', widths[i] - cell.length());
            }
        }
        return line.toString();
    }

    /** What comes from outside must not move the terminal's cursor. */
    private static String shown(String cell) {
        if (cell.isEmpty()) {
            return NOTHING;
        }
        return cell.codePoints().map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
