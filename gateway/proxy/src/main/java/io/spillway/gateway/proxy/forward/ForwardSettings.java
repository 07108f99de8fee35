package io.spillway.gateway.proxy.forward;

import java.time.Duration;

/**
 * How requests are passed on.
 *
 * @param idc this gateway's IDC
 * @param decisionHeaders whether answers say what was decided
 * @param requestTimeout how long the answer to a request may take to begin when its route says nothing
 * @param idleTimeout how long a body may pause
 * @param replayBytes how much of a request's body is kept so that it can be sent again
 * @param tunnelIdleTimeout how long a connection that was upgraded may be silent in both directions
 */
public record ForwardSettings(String idc, boolean decisionHeaders, Duration requestTimeout, Duration idleTimeout,
        int replayBytes, Duration tunnelIdleTimeout) {
    /** How long a tunnel may be silent when nothing is said: an hour, as HAProxy and Envoy advise. */
    public static final Duration TUNNEL_IDLE = Duration.ofHours(1);

    /** Creates settings with the usual patience for tunnels. */
    public ForwardSettings(String idc, boolean decisionHeaders, Duration requestTimeout, Duration idleTimeout,
            int replayBytes) {
        this(idc, decisionHeaders, requestTimeout, idleTimeout, replayBytes, TUNNEL_IDLE);
    }

    /** Returns what applies when the configuration says nothing. */
    public static ForwardSettings defaults(String idc) {
        return new ForwardSettings(idc, false, Duration.ofSeconds(15), Duration.ofSeconds(60), 64 * 1024);
    }
}
