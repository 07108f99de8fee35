package io.spillway.gateway.balance;

import java.util.Map;
import java.util.random.RandomGenerator;

import io.spillway.gateway.snapshot.BalancePolicy.SlowStart;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Slow start: an endpoint that has just become usable takes
 * {@code max(minimum, (max(t, 1 ms) / window)^(1 / aggression))} of its share (Envoy, {@code load_balancer_impl.cc},
 * {@code applySlowStartFactor}). It is drawn as often as the others and sends that much of it away, to be drawn again.
 */
final class WarmUp {
    private static final double MILLI = 1_000_000;

    private final SlowStart policy;
    private final Ticker ticker;
    private final long[] since;
    private final boolean[] warm;
    private int cold;

    private WarmUp(SlowStart policy, Ticker ticker, long[] since, boolean[] warm) {
        this.policy = policy;
        this.ticker = ticker;
        this.since = since;
        this.warm = warm;
        for (boolean one : warm) {
            cold += one ? 0 : 1;
        }
    }

    /** Returns the warm-up of these endpoints, or null when all are warm. */
    static @Nullable WarmUp of(SlowStart policy, Endpoint[] endpoints, Map<String, Long> usableSince, Ticker ticker) {
        if (policy.window().isZero() || usableSince.isEmpty()) {
            return null;
        }
        long now = ticker.nanos();
        long[] since = new long[endpoints.length];
        boolean[] warm = new boolean[endpoints.length];
        for (int i = 0; i < endpoints.length; i++) {
            Long begin = usableSince.get(endpoints[i].address());
            warm[i] = begin == null || now - begin >= policy.window().toNanos();
            since[i] = begin == null ? 0 : begin;
        }
        WarmUp made = new WarmUp(policy, ticker, since, warm);
        return made.cold == 0 ? null : made;
    }

    /** Returns whether the endpoint sends this request away. */
    boolean refuses(int index, RandomGenerator random) {
        if (warm[index]) {
            return false;
        }
        double factor = factor(policy, ticker.nanos() - since[index]);
        if (factor >= 1) {
            warm[index] = true;
            cold--;
            return false;
        }
        return random.nextDouble() >= factor;
    }

    boolean over() {
        return cold == 0;
    }

    static double factor(SlowStart policy, long usableNanos) {
        double part = Math.max(usableNanos / MILLI, 1) / (policy.window().toNanos() / MILLI);
        double grown = policy.aggression() == 1 ? part : Math.pow(part, 1 / policy.aggression());
        return Math.min(1, Math.max(policy.minimumPercent() / 100.0, grown));
    }
}
