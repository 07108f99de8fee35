package io.spillway.drill.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a JVM of this machine what it cannot throw away: {@code jcmd PID GC.class_histogram}, which collects everything first
 * and then counts the objects that are left. The process stands still meanwhile.
 */
public final class HeapProbe {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String TOTAL = "Total";
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private HeapProbe() {}

    /**
     * Returns the octets of all reachable objects of a process.
     *
     * @throws IOException when the process is none of ours, or does not answer within half a minute
     */
    public static long liveBytes(long pid) throws IOException, InterruptedException {
        return liveBytes(pid, LONGEST);
    }

    static long liveBytes(long pid, Duration longest) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(List.of(JCMD.toString(), Long.toString(pid), "GC.class_histogram"))
                .redirectErrorStream(true).start();
        CompletableFuture<Process> late = new CompletableFuture<Process>()
                .completeOnTimeout(jcmd, longest.toMillis(), TimeUnit.MILLISECONDS);
        var _ = late.thenAccept(Process::destroyForcibly);
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = jcmd.waitFor();
        if (!late.cancel(false)) {
            throw new IOException(
                    "jcmd " + pid + " GC.class_histogram: no answer within " + longest.toMillis() + " ms");
        }
        return total(text).orElseThrow(() -> new IOException(
                "jcmd " + pid + " GC.class_histogram ended with " + code + ": " + text.lines().findFirst().orElse("")));
    }

    /** Returns the octets of the last line, {@code Total INSTANCES OCTETS}. */
    static Optional<Long> total(String histogram) {
        return histogram.lines().filter(line -> line.startsWith(TOTAL)).map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length == 3 && words[2].matches("\\d+")).map(words -> Long.parseLong(words[2]))
                .findFirst();
    }
}
