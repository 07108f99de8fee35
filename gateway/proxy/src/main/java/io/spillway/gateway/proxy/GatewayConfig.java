package io.spillway.gateway.proxy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.gateway.proxy.downstream.DownstreamSettings;
import io.spillway.gateway.proxy.drain.DrainSettings;
import io.spillway.gateway.proxy.forward.ForwardSettings;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Transport;
import io.spillway.gateway.proxy.overload.OverloadSettings;
import io.spillway.gateway.proxy.trace.TraceSettings;
import io.spillway.gateway.proxy.upstream.UpstreamSettings;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.Names;
import io.spillway.process.config.CommonConfig;
import io.spillway.process.config.HostPort;
import io.spillway.process.tls.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file of a gateway.
 *
 * @param common what every process says
 * @param control where this IDC's control planes serve xDS, at least one
 * @param controlPlaintext whether they are spoken to in the clear although this gateway has an identity
 * @param listeners where to listen, by role; roles that are missing are not served
 * @param tcp where to listen for clients that speak no HTTP, by a name that the control plane knows
 * @param identity who this gateway is to other IDCs and to its control planes; null when it has no certificate
 * @param limits what clients and endpoints may ask
 * @param accessLog {@code off}, {@code -} for standard output, or a file
 * @param decisionHeaders whether answers say what was decided
 * @param eventLoops how many threads move octets
 * @param transport how they talk to the kernel, {@code epoll} or {@code io_uring}
 * @param loadReports whether the control plane is told what becomes of requests
 * @param overload how much the process may use before it withdraws
 * @param subscribe which services it asks the control plane for
 * @param tracing where spans go, or null when requests are not traced
 */
public record GatewayConfig(CommonConfig common, List<HostPort> control, boolean controlPlaintext,
        Map<ListenerRole, ListenerConfig> listeners,
        Map<String, ListenerConfig> tcp, @Nullable Identity identity, Limits limits,
        String accessLog, boolean decisionHeaders, int eventLoops,
        Transport transport, boolean loadReports, OverloadSettings overload, SubscribeConfig subscribe,
        @Nullable TraceSettings tracing) {

    private static final ScalarType<Transport> TRANSPORT = ScalarType.text("epoll or io_uring", Transport.EPOLL,
            text -> switch (text) {
                case "epoll" -> Transport.EPOLL;
                case "io_uring" -> Transport.IO_URING;
                default -> null;
            });

    /**
     * Limits and deadlines.
     *
     * @param headerBytes of a message head
     * @param headerCount field lines of a message head
     * @param headerTimeout from the first octet of a head to its last
     * @param idleTimeout how long a client's connection, or a body, may pause
     * @param requestTimeout until an answer begins, when the route says nothing
     * @param upstreamIdleTimeout how long a free connection to an endpoint is kept
     * @param replayBytes how much of a request's body is kept so that it can be sent again
     * @param tunnelIdleTimeout how long an upgraded connection may be silent in both directions
     * @param drainTimeout how long open connections get after SIGTERM
     * @param drainDelay how long new connections are still taken after it
     * @param drainSpread over which time connections are told to end; half of drainTimeout without a word
     */
    public record Limits(int headerBytes, int headerCount, Duration headerTimeout, Duration idleTimeout,
            Duration requestTimeout, Duration upstreamIdleTimeout, int replayBytes, Duration tunnelIdleTimeout,
            Duration drainTimeout, Duration drainDelay, Duration drainSpread) {
        static final Limits DEFAULT = new Limits(32 * 1024, 100, Duration.ofSeconds(10), Duration.ofSeconds(60),
                Duration.ofSeconds(15), Duration.ofSeconds(4), 64 * 1024, ForwardSettings.TUNNEL_IDLE,
                Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(5));

        static Limits read(Decoder config) {
            Duration drain = duration(config, "drainTimeout", DEFAULT.drainTimeout);
            return new Limits(size(config, "headerBytes", DEFAULT.headerBytes, 256, 1 << 20),
                    config.optional("headerCount", ScalarType.integer(1, 10_000), DEFAULT.headerCount),
                    duration(config, "headerTimeout", DEFAULT.headerTimeout),
                    duration(config, "idleTimeout", DEFAULT.idleTimeout),
                    duration(config, "requestTimeout", DEFAULT.requestTimeout),
                    duration(config, "upstreamIdleTimeout", DEFAULT.upstreamIdleTimeout),
                    size(config, "replayBytes", DEFAULT.replayBytes, 0, 16 << 20),
                    duration(config, "tunnelIdleTimeout", DEFAULT.tunnelIdleTimeout), drain,
                    within(config, "drainDelay", DEFAULT.drainDelay, drain),
                    within(config, "drainSpread", drain.dividedBy(2), drain));
        }

        private static Duration within(Decoder config, String key, Duration fallback, Duration most) {
            Duration value = config.optional(key, ScalarType.DURATION, fallback);
            if (value.isNegative() || value.compareTo(most) > 0) {
                config.violation(key, "duration of up to drainTimeout");
                return fallback;
            }
            return value;
        }

        private static Duration duration(Decoder config, String key, Duration fallback) {
            Duration value = config.optional(key, ScalarType.DURATION, fallback);
            if (value.isZero() || value.isNegative()) {
                config.violation(key, "duration greater than zero");
            }
            return value;
        }

        private static int size(Decoder config, String key, int fallback, int from, int to) {
            long value = config.optional(key, ScalarType.SIZE, (long) fallback);
            if (value < from || value > to) {
                config.violation(key, "size of " + from + "B to " + to + "B");
                return fallback;
            }
            return (int) value;
        }
    }

    /** Reads the file's keys; {@code processors} is what {@code eventLoops} is without a word. */
    static GatewayConfig read(Decoder config, int processors) {
        CommonConfig common = CommonConfig.read(config);
        List<HostPort> control = config.list("control", HostPort.CONNECT);
        if (control.isEmpty()) {
            config.violation("control", "list of at least one host:port");
        }
        Map<String, ListenerConfig> tcp = new LinkedHashMap<>();
        Map<ListenerRole, ListenerConfig> listeners = config.child("listeners", found -> listeners(found, tcp));
        Identity identity = config.optionalChild("tls", Identity::read);
        boolean controlPlaintext = config.optional("controlPlaintext", ScalarType.BOOL, identity == null);
        if (identity == null && !controlPlaintext) {
            config.violation("controlPlaintext", "true, or tls: certificate, key and trust of this gateway");
        }
        TlsKeys.checkCrossing(config, listeners.get(ListenerRole.CROSSING), identity);
        return new GatewayConfig(common, control, controlPlaintext, listeners, Map.copyOf(tcp), identity,
                config.child("limits", Limits::read, Limits.DEFAULT),
                config.optional("accessLog", ScalarType.SOME_TEXT, "off"),
                config.optional("decisionHeaders", ScalarType.BOOL, false),
                config.optional("eventLoops", ScalarType.integer(1, 256), processors),
                config.optional("transport", TRANSPORT, Transport.EPOLL),
                config.optional("loadReports", ScalarType.BOOL, true),
                config.child("overload", GatewayConfig::overload, OverloadSettings.DEFAULT),
                SubscribeConfig.read(config),
                config.optionalChild("tracing", TraceConfig::read));
    }

    private static Map<ListenerRole, ListenerConfig> listeners(Decoder config, Map<String, ListenerConfig> tcp) {
        if (config.has("tcp")) {
            config.child("tcp", named -> {
                named.keys().forEach(name -> tcp.put(name, tcpListener(named, name)));
                return tcp;
            });
        }
        Map<ListenerRole, ListenerConfig> listeners = new EnumMap<>(ListenerRole.class);
        for (ListenerRole role : ListenerRole.values()) {
            if (config.has(role.routeName())) {
                listeners.put(role, ListenerConfig.read(config, role.routeName()));
            }
        }
        if (listeners.isEmpty() && tcp.isEmpty()) {
            config.violation("at least one of entrance, crossing, local, tcp");
        }
        return listeners;
    }

    private static ListenerConfig tcpListener(Decoder tcp, String name) {
        if (!Names.valid(name) || name.equals("admin") || ListenerRole.ofRouteName(name).isPresent()) {
            tcp.violation(name, "name of a-z, 0-9, '-' and '.' that is not admin, entrance, crossing or local");
        }
        ListenerConfig listener = ListenerConfig.read(tcp, name);
        if (listener.tls() != null || listener.plaintext()) {
            tcp.violation(name, "neither tls nor plaintext: what comes is passed on as it is");
        }
        return listener;
    }

    private static OverloadSettings overload(Decoder config) {
        OverloadSettings or = OverloadSettings.DEFAULT;
        return new OverloadSettings(config.optional("directMemory", ScalarType.SIZE, or.directMemory()),
                config.optional("heapPercent", ScalarType.integer(1, 100), or.heapPercent()),
                Limits.duration(config, "eventLoopLag", or.eventLoopLag()),
                config.optional("maxConnections", ScalarType.integer(1, 10_000_000), or.maxConnections()),
                Limits.duration(config, "hold", or.hold()));
    }

    ProxySettings proxySettings(GatewayTls tls) {
        Map<ListenerRole, ListenerSettings> addresses = new EnumMap<>(ListenerRole.class);
        listeners.forEach((role, listener) -> addresses.put(role,
                new ListenerSettings(listener.place(), tls.of(role), listener.proxyProtocol())));
        Map<String, ListenerSettings> tcpAddresses = new LinkedHashMap<>();
        tcp.forEach((name, listener) -> tcpAddresses.put(name,
                new ListenerSettings(listener.place(), null, listener.proxyProtocol())));
        HeadLimits heads = new HeadLimits(limits.headerBytes(), limits.headerCount());
        return new ProxySettings(common.node(), addresses, tcpAddresses, eventLoops, transport,
                new DownstreamSettings(heads, limits.headerTimeout(), limits.idleTimeout()),
                new ForwardSettings(common.idc(), decisionHeaders, limits.requestTimeout(), limits.idleTimeout(),
                        limits.replayBytes(), limits.tunnelIdleTimeout()),
                new UpstreamSettings(heads, limits.upstreamIdleTimeout(),
                        UpstreamSettings.DEFAULT.maxIdlePerEndpoint()),
                tls.clients(), new DrainSettings(limits.drainDelay(), limits.drainSpread(),
                        limits.drainTimeout()),
                overload);
    }
}
