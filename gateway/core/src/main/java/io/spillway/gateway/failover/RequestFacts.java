package io.spillway.gateway.failover;

/**
 * What is known of a request when one of its attempts has ended.
 *
 * @param idempotent whether the method may be repeated (RFC 9110: GET, HEAD, OPTIONS, TRACE, PUT, DELETE; and CONNECT, as
 *        nothing passes a tunnel before it is open)
 * @param bytesSent how many bytes of the request were written to the connection in this attempt
 * @param bodyReplayable whether the whole request can be sent once more (no body, or all of what was read is kept)
 * @param responseStarted whether bytes of a response went to the client
 * @param attempts how many attempts were made, this one included
 * @param attemptsInPriority how many of them in the priority of this one, this one included
 * @param remainingNanos what is left of the request's time; Long.MAX_VALUE when there is no limit
 */
public record RequestFacts(boolean idempotent, long bytesSent, boolean bodyReplayable, boolean responseStarted,
        int attempts,
        int attemptsInPriority, long remainingNanos) {
    /** Returns whether repeating the request of such a method does no harm. */
    public static boolean idempotentMethod(String method) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "CONNECT" -> true;
            default -> false;
        };
    }
}
