package io.spillway.drill.bench.push;

import java.util.List;

/** A control plane under measurement, a process of its own that holds a {@link Population}. Used by one thread. */
public interface PushServer extends AutoCloseable {

    /** Returns {@code spillway} or the peer's name. */
    String name();

    /** Returns its process id. */
    long pid();

    /** Returns the port of 127.0.0.1 on which it serves ADS in plain text. */
    int port();

    /**
     * Gives the first endpoint of each of some Services its n-th port, at once and in whatever way a user of this server
     * does. Returns when the server has taken it, which may be before or after its clients hear of it.
     *
     * @throws io.spillway.gateway.bench.process.BenchFailure when it is refused
     */
    void change(List<Integer> services, int change);

    /** Ends the process. */
    @Override
    void close();
}
