package io.spillway.drill.load;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When a group's users send what: request {@code n} is due at {@code start + n / rps}, never later because an earlier
 * one was slow. During a ramp of {@code T} seconds the rate grows evenly from 0 to {@code rps}, so that request
 * {@code n} is due at {@code sqrt(2 n T / rps)}; half as many requests are due in it as in {@code T} seconds after it.
 * When the measuring begins the group's {@link Shape} does: from then on request {@code n} is due where the shape's count reaches
 * {@code n}, found by halving. Owned by the generator's event loop.
 */
final class Schedule implements Source {

    private static final int PATHS = 100;
    private static final double EXACT_SECONDS = 1e-7;
    private static final double NANOS = 1e9;

    private final UserGroup group;
    private final String[] hosts;
    private final long startNanos;
    private final double rampSeconds;
    private long next;
    /** Where the shape began, and after how many requests. */
    private boolean shaped;
    private long shapedFromNanos;
    private long shapedFrom;
    private double lastSeconds;
    private long nextNanos;

    Schedule(UserGroup group, String[] hosts, long startNanos, Duration ramp) {
        this.group = group;
        this.hosts = hosts.clone();
        this.startNanos = startNanos;
        this.rampSeconds = ramp.toNanos() / NANOS;
        this.nextNanos = timeOfNext();
    }

    @Override
    public Protocol protocol() {
        return group.protocol();
    }

    @Override
    public long nextNanos() {
        return nextNanos;
    }

    private double rateBefore() {
        return group.shape().rate(group.rps(), 0);
    }

    private long timeOfNext() {
        if (shaped) {
            lastSeconds = secondsOf((double) (next - shapedFrom));
            return shapedFromNanos + (long) (lastSeconds * NANOS);
        }
        double rps = rateBefore();
        double ofRamp = rps * rampSeconds / 2;
        double seconds = next < ofRamp
                ? Math.sqrt(2 * next * rampSeconds / rps)
                : rampSeconds + (next - ofRamp) / rps;
        return startNanos + (long) (seconds * NANOS);
    }

    /** Returns when the shape's count reaches a number; counts only rise, so it lies after the last one. */
    private double secondsOf(double number) {
        double low = lastSeconds;
        double step = 1 / Math.max(1, group.rps());
        double high = low + step;
        while (group.shape().count(group.rps(), high) < number) {
            step *= 2;
            high += step;
        }
        while (high - low > EXACT_SECONDS) {
            double middle = (low + high) / 2;
            if (group.shape().count(group.rps(), middle) < number) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    @Override
    public @Nullable Due poll(long nowNanos) {
        long at = nextNanos;
        if (at > nowNanos) {
            return null;
        }
        int kinds = group.services().size();
        long turn = next / kinds;
        int kind = (int) (next % kinds);
        // Every call of gRPC is a POST.
        boolean post = group.protocol() == Protocol.GRPC
                || (turn + 1) * group.postPercent() / 100 > turn * group.postPercent() / 100;
        String path = post ? "/items" : "/items/" + next % PATHS;
        next++;
        nextNanos = timeOfNext();
        return new Due(at, group.name(), group.home(), group.services().get(kind), hosts[kind], post, path);
    }

    @Override
    public long overdue(long nowNanos) {
        double rate = shaped ? group.shape().rate(group.rps(), lastSeconds) : rateBefore();
        return Math.max(0, (long) ((nowNanos - nextNanos) * rate / NANOS));
    }

    @Override
    public void beginMeasuring(long nowNanos) {
        if (!(group.shape() instanceof Shape.Constant) && !shaped) {
            shaped = true;
            shapedFromNanos = nowNanos;
            shapedFrom = next;
            nextNanos = timeOfNext();
        }
    }
}
