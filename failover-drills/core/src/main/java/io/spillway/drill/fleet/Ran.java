package io.spillway.drill.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What became of a short command of the system.
 *
 * @param status
 *            its exit status
 * @param output
 *            what it said, without the white space around it
 */
public record Ran(int status, String output) {

    private static final long PATIENCE_SECONDS = 10;

    /**
     * Runs a command that says little.
     *
     * @throws IOException
     *             when there is no such program, or it does not end in time
     */
    public static Ran of(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(String.join(" ", command) + ": not done after " + PATIENCE_SECONDS + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.exitValue(), output.strip());
        } finally {
            var _ = process.destroyForcibly();
        }
    }

    /** Returns whether it did what it was to do. */
    public boolean good() {
        return status == 0;
    }
}
