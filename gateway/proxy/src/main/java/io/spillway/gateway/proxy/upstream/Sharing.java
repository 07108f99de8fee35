package io.spillway.gateway.proxy.upstream;

import java.util.concurrent.TimeUnit;

/**
 * How requests, or tunnels, share a connection of HTTP/2.
 *
 * @param streams how many of them do at most
 * @param patienceNanos how long the other end may take to say that it lives when it is asked
 * @param tunnels whether they are tunnels
 */
record Sharing(int streams, long patienceNanos, boolean tunnels) {
    /** As many requests as the endpoint takes. One that was sent over a dead line is waiting for nothing. */
    static final Sharing REQUESTS = new Sharing(Integer.MAX_VALUE, TimeUnit.SECONDS.toNanos(5), false);

    /**
     * Sixteen tunnels: the windows of both ends, ours and the crossing listener's, are 16 times those of a stream
     * ({@link io.spillway.gateway.proxy.http2.Http2Limits}), so that tunnels whose readers stand still never hold up another.
     * Tunnels last and cannot be repeated: a line that is cut for less than a minute costs none.
     */
    static final Sharing TUNNELS = new Sharing(16, TimeUnit.SECONDS.toNanos(60), true);
}
