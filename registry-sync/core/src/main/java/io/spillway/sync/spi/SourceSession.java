package io.spillway.sync.spi;

import java.time.Duration;

/** A source that is being read; used by one thread, which closes it. */
public interface SourceSession extends AutoCloseable {

    /**
     * Reads everything there is. May block, but not for ever. Expected failures are {@link Reading.NoData}, never an exception
     * and never a smaller snapshot.
     */
    Reading read();

    /** Returns how long the next reading may wait when no hint comes; more than zero. */
    Duration pace();

    /** Ends it; the entries stay. */
    @Override
    void close();
}
