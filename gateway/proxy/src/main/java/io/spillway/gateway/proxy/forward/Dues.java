package io.spillway.gateway.proxy.forward;

import org.jspecify.annotations.Nullable;

/** When a request's time is over, its client's, or a pause between two attempts. Owned by its course. */
final class Dues {
    private long request = Aim.NEVER;
    /** When the client of a gRPC call has no more use for an answer. */
    private long client = Aim.NEVER;
    private long resume = Aim.NEVER;
    private long hop = Aim.NEVER;
    /** A retry that waits for its time. */
    private @Nullable Runnable paused;

    /** The client said how long it waits; {@link Aim#NEVER} when it did not. */
    void client(long now, long given) {
        client = given == Aim.NEVER ? Aim.NEVER : now + given;
    }

    /** The time of a request runs from its end, so that a slow upload does not eat it. */
    void request(long now, long given) {
        if (given != Aim.NEVER) {
            request = Math.min(client, now + given);
        }
    }

    /** The gateway before this one waits so long for an answer; {@link Aim#NEVER} when it does not say. */
    void hop(long given) {
        hop = given;
    }

    /** Returns the time for the whole request: the route's, or what the gateway before this one gives it. */
    long whole(long routes) {
        return Math.min(routes, hop);
    }

    /** Returns what is left for the client of a gRPC call, in nanoseconds; {@link Aim#NEVER} when it did not say. */
    long clientRemaining(long now) {
        return client == Aim.NEVER ? Aim.NEVER : Math.max(0, Math.min(client, request) - now);
    }

    long client() {
        return client;
    }

    /** Tells whether the client waits no longer. */
    boolean clientGone(long now) {
        return client != Aim.NEVER && now >= client;
    }

    /** Tells whether the request's time is over. */
    boolean over(long now) {
        return now >= request;
    }

    /** Returns what is left of the request's time, in nanoseconds. */
    long remaining(long now) {
        return request == Aim.NEVER ? Aim.NEVER : request - now;
    }

    /** Returns when the request or a pause is over, whichever comes first. */
    long next() {
        return Math.min(request, resume);
    }

    void pause(long until, Runnable then) {
        resume = until;
        paused = then;
    }

    boolean paused() {
        return paused != null;
    }

    /** Returns what waited until now and waits no longer, or null if its time has not come. */
    @Nullable
    Runnable resume(long now) {
        Runnable waiting = paused;
        if (now < resume) {
            return null;
        }
        paused = null;
        resume = Aim.NEVER;
        return waiting;
    }

    void stopPause() {
        paused = null;
    }
}
