package io.spillway.drill.load;

import org.jspecify.annotations.Nullable;

/** Where requests come from, and when. Owned by the generator's event loop. */
sealed interface Source permits Schedule, Replay {

    /**
     * One intended request.
     *
     * @param atNanos
     *            when it is due, of the generator's clock
     * @param users
     *            the group that sends it
     * @param host
     *            under which users know the service
     */
    record Due(long atNanos, String users, String home, String service, String host, boolean post, String path) {}

    /** Returns what its users speak. */
    Protocol protocol();

    /** Returns when the next request is due. */
    long nextNanos();

    /** Returns the next request if it is due, and moves on. */
    @Nullable
    Due poll(long nowNanos);

    /** Returns about how many are due that were not asked for. */
    long overdue(long nowNanos);

    /** The measuring begins: what has a beginning begins. */
    void beginMeasuring(long nowNanos);
}
