package io.spillway.drill.sample;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.spillway.model.time.Ticker;

/** How an instance treats its next request: well, unless a drill wants it otherwise for a while. Owned by one event loop. */
final class Mood {

    /** What becomes of a request. */
    enum Treatment {
        /** It is answered, perhaps late. */
        ANSWER,
        /** It is answered by 500; a call of gRPC by UNAVAILABLE. */
        ERROR,
        /** It is never answered. */
        STALL
    }

    private final Ticker ticker;
    private final RandomGenerator random;
    private double errorPercent;
    private double stallPercent;
    private long delayMillis;
    private double nanosEach;
    private long freeNanos;
    private long untilNanos;

    Mood(Ticker ticker, RandomGenerator random) {
        this.ticker = ticker;
        this.random = random;
        this.untilNanos = ticker.nanos();
    }

    /** Turns bad as the query of that target says. */
    void turn(String target) {
        Map<String, List<String>> query = new QueryStringDecoder(target).parameters();
        errorPercent = number(query, "errorPercent");
        stallPercent = number(query, "stallPercent");
        delayMillis = (long) number(query, "delayMillis");
        double perSecond = number(query, "perSecond");
        nanosEach = perSecond > 0 ? 1e9 / perSecond : 0;
        freeNanos = ticker.nanos();
        untilNanos = ticker.nanos() + (long) (number(query, "ttlMillis") * 1e6);
    }

    /** Turns good. */
    void calm() {
        untilNanos = ticker.nanos();
    }

    /** Returns what becomes of the next request. */
    Treatment next() {
        if (isGood()) {
            return Treatment.ANSWER;
        }
        double drawn = random.nextDouble() * 100;
        if (drawn < errorPercent) {
            return Treatment.ERROR;
        }
        return drawn < errorPercent + stallPercent ? Treatment.STALL : Treatment.ANSWER;
    }

    /**
     * Returns how much later than usual the next answer leaves, milliseconds. Where it can answer only so many in a second, each
     * takes its part of it and waits for those before it.
     */
    long delayMillis() {
        if (isGood()) {
            return 0;
        }
        if (nanosEach == 0) {
            return delayMillis;
        }
        long now = ticker.nanos();
        freeNanos = (long) (Math.max(0, freeNanos - now) + nanosEach) + now;
        return delayMillis + TimeUnit.NANOSECONDS.toMillis(freeNanos - now);
    }

    private boolean isGood() {
        return untilNanos - ticker.nanos() <= 0;
    }

    private static double number(Map<String, List<String>> query, String key) {
        List<String> values = query.getOrDefault(key, List.of());
        try {
            return values.isEmpty() ? 0 : Double.parseDouble(values.getFirst());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
