package io.spillway.control.ads;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

import io.spillway.control.snapshot.ResourceType;
import org.jspecify.annotations.Nullable;

/** The responses that one client has not answered, at most one of each type. Owned by the stream's executor. */
final class Sent {

    private final Map<ResourceType, InFlight> inFlight = new EnumMap<>(ResourceType.class);
    private long number;

    /**
     * A response that was sent.
     *
     * @param number of the stream's responses, from 1
     * @param nonce  the number as the client says it
     */
    record InFlight(Response response, long number, String nonce, long sentNanos) {}

    /** Returns the number of the last response, 0 before the first. */
    long last() {
        return number;
    }

    /** Takes up a response that is about to be written; returns its nonce. */
    String add(Response response, long nanos) {
        number++;
        String nonce = Long.toString(number);
        inFlight.put(response.type(), new InFlight(response, number, nonce, nanos));
        return nonce;
    }

    /** Takes out the response of a type, or returns null when there is none. */
    @Nullable
    InFlight take(ResourceType type) {
        return inFlight.remove(type);
    }

    boolean has(ResourceType type) {
        return inFlight.containsKey(type);
    }

    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    /** Returns whether the nonce is that of the response in flight. */
    boolean isCurrent(ResourceType type, String nonce) {
        InFlight waiting = inFlight.get(type);
        return waiting != null && waiting.nonce().equals(nonce);
    }

    Collection<InFlight> all() {
        return inFlight.values();
    }

    /** Returns what is wrong with a client that leaves a response unanswered for longer than that, or null. */
    @Nullable
    String stuck(long nanos, Duration longest) {
        for (InFlight waiting : inFlight.values()) {
            if (nanos - waiting.sentNanos() > longest.toNanos()) {
                return "no answer to " + waiting.response().type().shortName() + " for " + longest.toMillis() + " ms";
            }
        }
        return null;
    }
}
