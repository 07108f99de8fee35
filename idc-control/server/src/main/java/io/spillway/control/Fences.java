package io.spillway.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.state.StateKeeper;
import io.spillway.control.switchover.fence.FenceProvider;
import io.spillway.control.switchover.fence.WebhookFence;
import io.spillway.control.switchover.fence.WebhookSettings;
import io.spillway.process.lifecycle.ExitCode;
import io.spillway.process.lifecycle.StartRefused;

/** The fence providers of the configuration. */
final class Fences {

    private static final int SHORTEST_SECRET = 24;

    private Fences() {}

    /** Returns them by name. Secrets are read once: whoever changes one restarts the nodes, one after the other. */
    static Map<String, FenceProvider> open(Map<String, WebhookSettings> settings, StateKeeper.Times times)
            throws StartRefused {
        Map<String, FenceProvider> fences = new TreeMap<>();
        for (Map.Entry<String, WebhookSettings> fence : settings.entrySet()) {
            fences.put(fence.getKey(), new WebhookFence(fence.getValue(),
                    secret(fence.getKey(), fence.getValue().secretFile()), times.ticker(), times.clock()));
        }
        return fences;
    }

    private static byte[] secret(String fence, String file) throws StartRefused {
        try {
            String secret = Files.readString(Path.of(file)).strip();
            if (secret.length() < SHORTEST_SECRET) {
                throw new StartRefused(ExitCode.USAGE, "fences/" + fence + ": " + file + " has " + secret.length()
                        + " characters (expected: at least " + SHORTEST_SECRET + ")");
            }
            return secret.getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartRefused(ExitCode.USAGE,
                    "fences/" + fence + ": " + file + " cannot be read (expected: the secret): " + e.getMessage());
        }
    }
}
