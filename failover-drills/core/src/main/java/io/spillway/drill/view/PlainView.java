package io.spillway.drill.view;

import java.io.PrintStream;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Lines in a log, for when there is no terminal: one per happening and one every five seconds. */
public final class PlainView implements View {

    private static final double EVERY_MS = 5000;

    private final PrintStream out;
    /** Guarded by this. */
    private double nextMs;

    /** Writes to the stream. */
    public PlainView(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void say(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void phase(String name) {
        say("== " + name);
    }

    @Override
    public synchronized void progress(Progress progress) {
        if (progress.atMs() >= nextMs) {
            nextMs = progress.atMs() + EVERY_MS;
            say("   " + line(progress));
        }
    }

    @Override
    public void close() {
        out.flush();
    }

    static String line(Progress progress) {
        String byIdc = new TreeMap<>(progress.rpsByIdc()).entrySet()
                .stream()
                .map(entry -> String.format(Locale.ROOT, "%s %.0f/s", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("  "));
        if (progress.sent() == 0) {
            return String.format(Locale.ROOT, "%6.1f s  pushes %d", progress.atMs() / 1000, progress.pushes());
        }
        return String.format(Locale.ROOT, "%6.1f s  %s  success %.2f %%  p99 %.1f ms  sent %d  failed %d  pushes %d",
                progress.atMs() / 1000, byIdc, progress.successPercent(), progress.p99Ms(), progress.sent(),
                progress.failed(), progress.pushes());
    }
}
