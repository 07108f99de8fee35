package io.spillway.gateway.proxy.mirror;

import java.time.Duration;

import io.netty.channel.EventLoop;
import io.spillway.gateway.proxy.metrics.LoopMeters;
import io.spillway.gateway.proxy.time.DeadlineWheel;
import io.spillway.gateway.proxy.upstream.Permit;
import io.spillway.gateway.proxy.upstream.UpstreamPool;
import io.spillway.gateway.proxy.upstream.UpstreamStream;
import io.spillway.gateway.proxy.upstream.Way;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.model.time.Ticker;

/**
 * The copies that one event loop has on their way. They have a budget of their own, so that a dead or slow target costs
 * bounded memory and never the requests that were copied: what is above the budget is left out and counted. How they end is
 * counted, and not reported to outlier detection: a shadow says nothing about an endpoint's real work. Owned by its event
 * loop.
 */
public final class Mirrors {
    /** How many may be on their way at a time. */
    public static final int MOST = 64;
    /** How many octets of bodies may be kept for them. */
    public static final long MOST_OCTETS = 1024 * 1024;
    /** How long one may take; a target that is slower gets fewer of them. */
    public static final Duration LONGEST = Duration.ofSeconds(5);

    /** The answer came. */
    static final String ANSWERED = "answered";
    /** No connection, or one that broke. */
    static final String FAILED = "failed";
    /** The answer did not come in time. */
    static final String TIMEOUT = "timeout";
    /** The answer was too long to be read for nothing. */
    static final String CUT = "cut";
    /** Not sent: too many are on their way. */
    public static final String BUSY = "dropped_busy";
    /** Not sent: the body was not kept as a whole. */
    public static final String BODY = "dropped_body";
    /** Not sent: there is no such cluster, or it has no usable endpoint. */
    public static final String NO_ENDPOINT = "dropped_no_endpoint";

    private final EventLoop loop;
    private final UpstreamPool pool;
    private final DeadlineWheel wheel;
    private final Ticker ticker;
    private final LoopMeters meters;
    private int active;
    private long octets;

    /** Creates the copies of a loop: none yet. */
    public Mirrors(EventLoop loop, UpstreamPool pool, DeadlineWheel wheel, Ticker ticker, LoopMeters meters) {
        this.loop = loop;
        this.pool = pool;
        this.wheel = wheel;
        this.ticker = ticker;
        this.meters = meters;
    }

    /** Returns whether one more with so many octets of a body may be sent; counts it when not. */
    public boolean admits(String service, long bodySize) {
        boolean room = active < MOST && octets + bodySize <= MOST_OCTETS;
        if (!room) {
            dropped(service, BUSY);
        }
        return room;
    }

    /** Counts one that is not sent. */
    public void dropped(String service, String outcome) {
        meters.mirror(service, outcome);
    }

    /** Sends a copy when the loop has done what it is doing now, the request itself first of all. Takes the copy over. */
    public void send(XdsCluster cluster, Endpoint endpoint, Copy copy) {
        MirrorAttempt attempt = new MirrorAttempt(this, cluster.service(), copy, wheel);
        active++;
        octets += attempt.bodySize();
        loop.execute(() -> {
            Way way = Way.own(cluster, endpoint);
            UpstreamStream free = pool.poll(way, endpoint, Long.MAX_VALUE);
            attempt.start(free, ticker.nanos() + LONGEST.toNanos());
            if (free == null) {
                pool.connect(way, endpoint, cluster.policy().connectTimeout(), Permit.UNBOUNDED, attempt);
            }
        });
    }

    void ended(MirrorAttempt attempt, String service, String outcome) {
        active--;
        octets -= attempt.bodySize();
        meters.mirror(service, outcome);
    }
}
