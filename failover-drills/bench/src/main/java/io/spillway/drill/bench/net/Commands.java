package io.spillway.drill.bench.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short commands of the system, each waited for. */
final class Commands {
    private Commands() {}

    /**
     * Runs a command and returns what it printed.
     *
     * @throws NetworkException when it cannot be run or ends with another status than 0; the message has its output
     */
    static String run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new NetworkException(String.join(" ", command) + ": status " + status + ": " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new NetworkException(String.join(" ", command) + ": " + e.getMessage()
                    + " (the Debian packages iproute2 and iptables have these programs; tools/provision ip)");
        }
    }
}
