package io.spillway.drill.fleet;

import org.jspecify.annotations.Nullable;

/**
 * One proxy of a fleet's Toxiproxy.
 *
 * @param line
 *            what it is a part of
 * @param from
 *            the IDC that begins it, null when several do
 * @param to
 *            the IDC that it leads to
 * @param number
 *            which process of the IDC it leads to, from 0
 * @param listen
 *            the port where it begins
 * @param upstream
 *            the port that it leads to
 */
public record Link(Line line, @Nullable String from, String to, int number, int listen, int upstream) {

    /** Returns the name of the proxy, for example {@code sync-idc-a-idc-b-1}. */
    public String proxy() {
        return line.word() + (from == null ? "" : "-" + from) + "-" + to + "-" + (number + 1);
    }

    /** Returns whether it is a part of that line between those IDCs; null stands for any. */
    public boolean lies(Line wanted, @Nullable String begin, @Nullable String end) {
        return line == wanted && (begin == null || from == null || begin.equals(from))
                && (end == null || end.equals(to));
    }
}
