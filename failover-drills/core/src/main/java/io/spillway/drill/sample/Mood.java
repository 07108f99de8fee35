package io.spillway.drill.sample;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.spillway.model.time.Ticker;

/** How an instance treats its next request: well, unless a drill wants it otherwise for a while. Owned by one event loop. */
final class Mood {

    /** What becomes of a request. */
    enum Treatment {
        /** It is answered, perhaps late. */
        ANSWER,
        /** It is answered by 500. */
        ERROR,
        /** It is never answered. */
        STALL
    }

    private final Ticker ticker;
    private final RandomGenerator random;
    private double errorPercent;
    private double stallPercent;
    private long delayMillis;
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

    /** Returns how much later than usual an answer leaves, milliseconds. */
    long delayMillis() {
        return isGood() ? 0 : delayMillis;
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
