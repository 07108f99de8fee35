package io.spillway.process.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Something that uses certificates from files and can take new ones. Called by the thread that watches files. */
public interface Reloadable {

    /** Returns who uses them, for people. */
    String name();

    /** Returns the files. */
    List<Path> files();

    /**
     * Reads the files again and uses them from now on, or goes on with what it has.
     *
     * @return why the files cannot be used, null when they are
     */
    @Nullable
    String reload(Instant now);

    /** Returns when the first of the certificates in use ends. */
    Instant notAfter();

    /** Does what is to be done from time to time. */
    default void tick() {
        // nothing
    }
}
