package io.spillway.registry.embedded;

import java.nio.file.Path;

/**
 * Settings of an {@link EmbeddedRegistry}.
 *
 * @param directory where its files are; created when absent
 * @param owner who opens it, shown to a second process that tries; for example the node name
 * @param historyRevisions how many revisions are kept for watches, at least 1
 * @param historyBytes how many bytes of values are kept for watches, at least 1
 */
public record EmbeddedSettings(Path directory, String owner, int historyRevisions, long historyBytes) {

    /** Refuses impossible values with an IllegalArgumentException. */
    public EmbeddedSettings {
        if (historyRevisions < 1 || historyBytes < 1) {
            throw new IllegalArgumentException("history: " + historyRevisions + " revisions, " + historyBytes
                    + " bytes (expected: at least 1 of each)");
        }
    }

    /** Returns the usual settings: 10,000 revisions or 64 MiB of history. */
    public static EmbeddedSettings of(Path directory, String owner) {
        return new EmbeddedSettings(directory, owner, 10_000, 64L << 20);
    }
}
