package io.spillway.gateway.proxy.metrics;

/** Every meter of the gateway, in Micrometer's writing: dots for underscores, without unit and "total". */
final class MeterNames {
    static final String REQUESTS = "spillway.gateway.requests";
    static final String REQUEST = "spillway.gateway.request";
    static final String ATTEMPTS = "spillway.gateway.attempts";
    static final String FAILOVERS = "spillway.gateway.failovers";
    static final String MIRRORS = "spillway.gateway.mirrors";
    static final String HEDGES = "spillway.gateway.hedges";
    static final String LOOPS_REFUSED = "spillway.gateway.loops.refused";
    static final String RETESTS = "spillway.gateway.retests";
    static final String PATH_PROBES = "spillway.gateway.path.probes";
    static final String EJECTED = "spillway.gateway.ejected";
    static final String RETRY_BUDGET_DENIED = "spillway.gateway.retry.budget.denied";
    static final String TUNNEL = "spillway.gateway.tunnel";
    static final String TUNNELS = "spillway.gateway.tunnels";
    static final String CONNECTIONS = "spillway.gateway.connections";
    static final String SNAPSHOT_AGE = "spillway.gateway.snapshot.age";
    static final String CONTROL_CONNECTED = "spillway.gateway.control.connected";
    static final String EVENT_LOOP_LAG = "spillway.gateway.event.loop.lag";
    static final String ACCESS_LOG_DROPPED = "spillway.gateway.access.log.dropped";

    static final String SERVICES_SUBSCRIBED = "spillway.gateway.services.subscribed";
    static final String SERVICE_WAITING = "spillway.gateway.service.waiting";

    /** What the names about certificates begin with. */
    static final String CERTIFICATE = "spillway.gateway.certificate";
    static final String TLS_HANDSHAKES = "spillway.gateway.tls.handshakes";

    static final String SPANS = "spillway.gateway.spans";
    static final String TRACES_DROPPED = "spillway.gateway.traces.dropped";

    static final String OVERLOAD_LEVEL = "spillway.gateway.overload.level";
    static final String PRESSURE = "spillway.gateway.pressure";
    static final String SHED = "spillway.gateway.shed";

    private MeterNames() {}
}
