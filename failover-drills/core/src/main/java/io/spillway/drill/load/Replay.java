package io.spillway.drill.load;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Sends what an access log has, with its pauses, so many times as fast; from its end on again from its beginning, after a pause
 * of the mean length. Bodies are not in a log: a POST has the usual small one. Owned by the generator's event loop.
 */
final class Replay implements Source {

    private static final double NANOS_PER_MICRO = 1000;
    private static final double NANOS = 1e9;

    private final List<LoggedRequest> requests;
    private final double speed;
    private final double turnMicros;
    private final long startNanos;
    private long next;

    Replay(List<LoggedRequest> requests, double speed, long startNanos) {
        this.requests = List.copyOf(requests);
        this.speed = speed;
        this.startNanos = startNanos;
        double span = requests.getLast().atMicros() - requests.getFirst().atMicros();
        double pause = requests.size() > 1 ? span / (requests.size() - 1) : NANOS / NANOS_PER_MICRO;
        this.turnMicros = Math.max(span + pause, 1);
    }

    /** Returns requests per second, on average. */
    double rps() {
        return requests.size() / turnMicros * speed * (NANOS / NANOS_PER_MICRO);
    }

    @Override
    public Protocol protocol() {
        return Protocol.HTTP1;
    }

    @Override
    public long nextNanos() {
        LoggedRequest request = requests.get((int) (next % requests.size()));
        long turn = next / requests.size();
        double micros = turn * turnMicros + (request.atMicros() - requests.getFirst().atMicros());
        return startNanos + (long) (micros / speed * NANOS_PER_MICRO);
    }

    @Override
    public @Nullable Due poll(long nowNanos) {
        long at = nextNanos();
        if (at > nowNanos) {
            return null;
        }
        LoggedRequest request = requests.get((int) (next % requests.size()));
        next++;
        return new Due(at, ReplayedLog.USERS, request.home(), request.service(), request.host(), request.post(),
                request.path());
    }

    @Override
    public long overdue(long nowNanos) {
        return Math.max(0, (long) ((nowNanos - nextNanos()) * rps() / NANOS));
    }

    @Override
    public void beginMeasuring(long nowNanos) {
        // A log has no beginning of its own: it is sent from the first moment on.
    }
}
