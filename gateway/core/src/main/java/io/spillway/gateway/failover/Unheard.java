package io.spillway.gateway.failover;

/**
 * Adds up how long an endpoint has let requests wait that were then answered by another one. Each of them was given up
 * before the endpoint could count as silent; together they show what one of them alone would have shown: that nobody has
 * heard of it for so long while somebody waited. Time in which several waited counts once, and all is forgotten when the
 * endpoint is heard of. Belongs to one thread.
 */
public final class Unheard {
    private boolean begun;
    private long heard;
    private long until;
    private long total;

    /**
     * Books a request that was given up; returns for how long, in nanoseconds, somebody has waited for the endpoint since
     * it was last heard of.
     *
     * @param since when the endpoint got the request
     * @param now when it was given up
     * @param lastHeard when anybody last heard of the endpoint
     */
    public long add(long since, long now, long lastHeard) {
        if (!begun || lastHeard - heard > 0) {
            begun = true;
            heard = lastHeard;
            until = lastHeard;
            total = 0;
        }
        long from = since - until > 0 ? since : until;
        if (now - from > 0) {
            total += now - from;
            until = now;
        }
        return total;
    }

    /** Begins anew: what was added up has been told. */
    public void told() {
        total = 0;
    }
}
