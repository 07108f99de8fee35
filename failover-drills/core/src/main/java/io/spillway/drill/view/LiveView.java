package io.spillway.drill.view;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * A terminal view: what happened scrolls by above, and a few lines below are refreshed in place. Plain control sequences,
 * understood by every terminal of this century.
 */
public final class LiveView implements View {

    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String RESET = "\u001b[0m";
    private static final List<String> COLOURS = List.of("\u001b[36m", "\u001b[33m", "\u001b[35m", "\u001b[32m");
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final int HISTORY = 60;
    private static final int BAR = 40;

    private final PrintStream out;
    /** The rest is guarded by this. */
    private final Deque<Double> successes = new ArrayDeque<>();
    private int drawn;
    private String phase = "starting";
    private @Nullable Progress last;

    /** Draws on the stream, which must be a terminal. */
    public LiveView(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void say(String text) {
        erase();
        out.println(text);
        draw();
    }

    @Override
    public synchronized void phase(String name) {
        phase = name;
        say(BOLD + "── " + name + RESET);
    }

    @Override
    public synchronized void progress(Progress progress) {
        last = progress;
        successes.addLast(progress.successPercent());
        if (successes.size() > HISTORY) {
            successes.removeFirst();
        }
        erase();
        draw();
    }

    @Override
    public synchronized void close() {
        erase();
        drawn = 0;
        last = null;
        out.flush();
    }

    private void erase() {
        if (drawn > 0) {
            out.print("\u001b[" + drawn + "A\r" + CLEAR_BELOW);
        }
        drawn = 0;
    }

    private void draw() {
        Progress now = last;
        if (now == null) {
            out.flush();
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(Locale.ROOT, "%s%-16s%s %6.1f s   %d requests   %s%d failed%s   %d pushes", BOLD, phase,
                RESET, now.atMs() / 1000, now.sent(), now.failed() > 0 ? RED : "", now.failed(), RESET, now.pushes()));
        double total = Math.max(1, now.rpsByIdc().values().stream().mapToDouble(Double::doubleValue).sum());
        int colour = 0;
        for (var entry : new TreeMap<>(now.rpsByIdc()).entrySet()) {
            int length = (int) Math.round(BAR * entry.getValue() / total);
            lines.add(String.format(Locale.ROOT, "  %-10s %s%s%s%s %5.0f/s", entry.getKey(),
                    COLOURS.get(colour++ % COLOURS.size()), "█".repeat(length), RESET, " ".repeat(BAR - length),
                    entry.getValue()));
        }
        String health = now.successPercent() < 99 ? RED : GREEN;
        lines.add(String.format(Locale.ROOT, "  %-10s %s%s%s %s%.2f %%%s   p99 %.1f ms", "success", health, history(),
                RESET, health, now.successPercent(), RESET, now.p99Ms()));
        lines.add(DIM + "  Ctrl-C ends the drill, undoes its faults and still writes the report" + RESET);
        lines.forEach(out::println);
        drawn = lines.size();
        out.flush();
    }

    private String history() {
        StringBuilder text = new StringBuilder();
        for (double success : successes) {
            // The lower half of the scale is not worth space: 50 % and less is the lowest block.
            int level = Math.clamp(Math.round((success - 50) / 50 * 8), 1, 8);
            text.append(BLOCKS.charAt(level));
        }
        return text.toString();
    }
}
