package io.spillway.gateway.failover;

/** What is done after an attempt. */
public sealed interface Decision {

    /** The answer goes to the client as it is. */
    record Respond() implements Decision {
        static final Respond INSTANCE = new Respond();
    }

    /**
     * Another endpoint of the same priority.
     *
     * @param reason what went wrong
     */
    record RetrySamePriority(String reason) implements Decision {}

    /**
     * An endpoint of a later priority.
     *
     * @param fromPriority the priority that is left; select with {@code firstPriority = fromPriority + 1}
     * @param reason what went wrong
     */
    record FailOver(int fromPriority, String reason) implements Decision {}

    /**
     * Any endpoint that was not tried yet, in whatever priority and state: what looks dead may have come back, and nothing
     * else is left.
     *
     * @param reason what went wrong
     */
    record LastResort(String reason) implements Decision {}

    /**
     * The same endpoint, which has not looked at the request: there is no other. Not at once.
     *
     * @param reason what went wrong
     */
    record SameEndpoint(String reason) implements Decision {}

    /**
     * No further attempt; the gateway answers itself, or cuts the connection when a response has begun.
     *
     * @param reason why there is no further attempt
     */
    record GiveUp(String reason) implements Decision {}
}
