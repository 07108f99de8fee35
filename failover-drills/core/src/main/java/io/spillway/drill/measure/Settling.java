package io.spillway.drill.measure;

import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * When a share was reached for good. A time "until 99 %" is the first instant after which every sliding window of 500 ms
 * holds at least 99 %. Requests are counted by the time at which they were meant to be sent, in bins of 5 ms, and
 * windows without requests hold.
 */
public final class Settling {

    /** Length of the sliding window. */
    public static final double WINDOW_MS = 500;
    private static final double BIN_MS = 5;
    private static final int BINS_PER_WINDOW = (int) (WINDOW_MS / BIN_MS);

    private final int[] total;
    private final int[] good;

    private Settling(int bins) {
        total = new int[bins];
        good = new int[bins];
    }

    /**
     * Returns milliseconds from the start of the window until at least {@code percent} of the relevant requests are good
     * for the rest of it; empty when that is never so for at least one whole sliding window.
     */
    public static OptionalDouble until(double percent, Recording recording, Window window, Predicate<Request> relevant,
            Predicate<Request> good) {
        Settling settling = new Settling((int) Math.ceil(window.millis() / BIN_MS));
        recording.forEach(window, relevant, request -> {
            int bin = (int) ((request.sentMicros() - window.fromMicros()) / (BIN_MS * 1000));
            settling.total[bin]++;
            settling.good[bin] += good.test(request) ? 1 : 0;
        });
        return settling.settled(percent / 100);
    }

    private OptionalDouble settled(double share) {
        long inTotal = 0;
        long inGood = 0;
        int bins = total.length;
        for (int start = bins - 1; start >= 0; start--) {
            inTotal += total[start];
            inGood += good[start];
            if (start + BINS_PER_WINDOW < bins) {
                inTotal -= total[start + BINS_PER_WINDOW];
                inGood -= good[start + BINS_PER_WINDOW];
            }
            boolean whole = start + BINS_PER_WINDOW <= bins;
            if (whole && inGood < share * inTotal) {
                // The window that begins here is the last bad one: the next bin is the instant, if a window follows it.
                boolean last = start + BINS_PER_WINDOW == bins;
                return last ? OptionalDouble.empty() : OptionalDouble.of((start + 1) * BIN_MS);
            }
        }
        return bins >= BINS_PER_WINDOW ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
}
