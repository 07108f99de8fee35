package io.spillway.gateway.proxy.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

import io.spillway.gateway.proxy.ProxyServer;
import io.spillway.gateway.proxy.ProxySettings;
import io.spillway.gateway.proxy.ProxySurroundings;
import io.spillway.gateway.proxy.downstream.DownstreamSettings;
import io.spillway.gateway.proxy.drain.DrainSettings;
import io.spillway.gateway.proxy.forward.ForwardSettings;
import io.spillway.gateway.proxy.forward.ServiceWait;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Place;
import io.spillway.gateway.proxy.listen.Transport;
import io.spillway.gateway.proxy.log.AccessLog;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.gateway.proxy.overload.OverloadSettings;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.proxy.tls.ServerTls;
import io.spillway.gateway.proxy.trace.Tracing;
import io.spillway.gateway.proxy.upstream.UpstreamSettings;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.model.time.Ticker;
import io.spillway.process.metrics.Metrics;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** A real proxy server with a snapshot that the test swaps. */
public final class TestProxy implements AutoCloseable {
    /** Short patience, so that tests of deadlines are fast. */
    public static final DownstreamSettings CLIENTS = new DownstreamSettings(new HeadLimits(8 * 1024, 50),
            Duration.ofMillis(300), Duration.ofSeconds(10));

    /** The system property spillway.test.transport says on which transport the tests run. */
    private static final Transport TRANSPORT = Transport
            .valueOf(System.getProperty("spillway.test.transport", "EPOLL"));

    /** On a busy machine event loops are late; only who tests overload wants requests shed for that. */
    private static final OverloadSettings CALM = new OverloadSettings(0, 100, Duration.ofHours(1), 100_000,
            Duration.ofSeconds(2));

    private static final MetricsDocument DOCUMENT = MetricsDocument.read();

    private final AtomicReference<RoutingSnapshot> snapshot;
    private final Metrics metrics = Metrics.empty();
    private final AccessLog log;
    private final ScriptedMemory memory = new ScriptedMemory();
    private final ProxyServer server;

    private TestProxy(String idc, RoutingSnapshot first, AccessLog log, DownstreamSettings clients, Duration idle,
            Secrets secrets) throws IOException {
        this(idc, first, log, clients, idle, new Surroundings(secrets,
                new DrainSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2)), CALM));
    }

    private TestProxy(String idc, RoutingSnapshot first, AccessLog log, DownstreamSettings clients, Duration idle,
            Surroundings surroundings) throws IOException {
        this(first, log, clients, new ForwardSettings(idc, true, Duration.ofSeconds(5), idle, 64 * 1024),
                new Ways(Map.of(), Map.of(), surroundings));
    }

    private TestProxy(RoutingSnapshot first, AccessLog log, DownstreamSettings clients, ForwardSettings forward,
            Ways ways) throws IOException {
        Surroundings surroundings = ways.surroundings;
        snapshot = new AtomicReference<>(first);
        this.log = log;
        Map<ListenerRole, ListenerSettings> listeners = new EnumMap<>(ListenerRole.class);
        for (ListenerRole role : ListenerRole.values()) {
            listeners.put(role,
                    ways.special.getOrDefault(role,
                            new ListenerSettings(
                                    new Place.Port(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                                    surroundings.secrets().listeners().get(role))));
        }
        ProxySettings settings = new ProxySettings("gw-1", listeners, ways.tcp, 2, TRANSPORT, clients, forward,
                UpstreamSettings.DEFAULT, surroundings.secrets().clients(), surroundings.drain(),
                surroundings.overload());
        server = ProxyServer.bind(settings,
                new ProxySurroundings(snapshot::get, Ticker.system(), InstantSource.system(),
                        () -> new SplittableRandom(1), ProxyMeters.of(metrics, forward.idc()), memory, log,
                        ways.serviceWait, ways.tracing));
        server.accept();
    }

    public static TestProxy start(RoutingSnapshot first) throws IOException {
        return new TestProxy("idc-a", first, AccessLog.off(), CLIENTS, Duration.ofSeconds(10), Secrets.NONE);
    }

    /** Starts a proxy that ends tunnels after that much silence. */
    public static TestProxy silentTunnels(RoutingSnapshot first, Duration silence) throws IOException {
        return new TestProxy(first, AccessLog.off(), CLIENTS, new ForwardSettings("idc-a", true, Duration.ofSeconds(5),
                Duration.ofSeconds(10), 64 * 1024, silence), new Ways(Map.of(), Map.of(), plain()));
    }

    /** Starts a proxy some of whose listeners are special. */
    public static TestProxy listening(RoutingSnapshot first, Map<ListenerRole, ListenerSettings> special)
            throws IOException {
        return new TestProxy(first, AccessLog.off(), CLIENTS, ForwardSettings.defaults("idc-a"),
                new Ways(special, Map.of(), plain()));
    }

    /** Starts a proxy with TCP listeners of these names. */
    public static TestProxy tcp(String idc, RoutingSnapshot first, Secrets secrets, OutputStream log, String... names)
            throws IOException {
        Map<String, ListenerSettings> tcp = new java.util.HashMap<>();
        for (String name : names) {
            tcp.put(name, ListenerSettings.plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
        }
        DrainSettings drain = new DrainSettings(Duration.ZERO, Duration.ZERO, Duration.ofMillis(300));
        return new TestProxy(first, AccessLog.to(log), CLIENTS, new ForwardSettings(idc, true, Duration.ofSeconds(5),
                Duration.ofSeconds(10), 64 * 1024, Duration.ofMillis(1500)),
                new Ways(Map.of(), tcp, new Surroundings(secrets, drain, CALM)));
    }

    /** Connects to a TCP listener. */
    public RawClient client(String tcp) throws IOException {
        return new RawClient(java.util.Objects.requireNonNull(server.namedAddresses().get(tcp), tcp));
    }

    public static TestProxy start(String idc, RoutingSnapshot first) throws IOException {
        return new TestProxy(idc, first, AccessLog.off(), CLIENTS, Duration.ofSeconds(10), Secrets.NONE);
    }

    public static TestProxy logging(RoutingSnapshot first, OutputStream out) throws IOException {
        return new TestProxy("idc-a", first, AccessLog.to(out), CLIENTS, Duration.ofSeconds(10), Secrets.NONE);
    }

    public static TestProxy patience(RoutingSnapshot first, Duration headers, Duration idle) throws IOException {
        return new TestProxy("idc-a", first, AccessLog.off(), new DownstreamSettings(CLIENTS.limits(), headers, idle),
                idle, Secrets.NONE);
    }

    /** Returns a proxy whose connections are secret. */
    public static TestProxy secured(String idc, RoutingSnapshot first, Secrets secrets) throws IOException {
        return new TestProxy(idc, first, AccessLog.off(), CLIENTS, Duration.ofSeconds(10), secrets);
    }

    /** Returns a proxy whose connections are secret and whose requests are logged. */
    public static TestProxy securedAndLogging(String idc, RoutingSnapshot first, Secrets secrets, OutputStream log)
            throws IOException {
        return new TestProxy(idc, first, AccessLog.to(log), CLIENTS, Duration.ofSeconds(10), secrets);
    }

    /** Starts a proxy whose requests wait for clusters that are not there. */
    public static TestProxy onDemand(RoutingSnapshot first, ServiceWait wait) throws IOException {
        return new TestProxy(first, AccessLog.off(), CLIENTS, ForwardSettings.defaults("idc-a"),
                new Ways(Map.of(), Map.of(), plain(), wait, null));
    }

    /** Starts a proxy that traces requests. */
    public static TestProxy tracing(RoutingSnapshot first, Tracing tracing) throws IOException {
        return new TestProxy(first, AccessLog.off(), CLIENTS, ForwardSettings.defaults("idc-a"),
                new Ways(Map.of(), Map.of(), plain(), null, tracing));
    }

    /** How clients come in, what makes connections secret, and how requests wait for services. */
    private record Ways(Map<ListenerRole, ListenerSettings> special, Map<String, ListenerSettings> tcp,
            Surroundings surroundings, @Nullable ServiceWait serviceWait, @Nullable Tracing tracing) {
        Ways(Map<ListenerRole, ListenerSettings> special, Map<String, ListenerSettings> tcp,
                Surroundings surroundings) {
            this(special, tcp, surroundings, null, null);
        }
    }

    private static Surroundings plain() {
        return new Surroundings(Secrets.NONE, new DrainSettings(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2)),
                CALM);
    }

    /** What makes connections secret. */
    public record Secrets(Map<ListenerRole, ServerTls> listeners, ClientTls clients) {
        public static final Secrets NONE = new Secrets(Map.of(), ClientTls.NONE);
    }

    private record Surroundings(Secrets secrets, DrainSettings drain, OverloadSettings overload) {}

    public static TestProxy draining(RoutingSnapshot first, DrainSettings drain) throws IOException {
        return new TestProxy("idc-a", first, AccessLog.off(), CLIENTS, Duration.ofSeconds(10),
                new Surroundings(Secrets.NONE, drain, CALM));
    }

    public static TestProxy withdrawing(RoutingSnapshot first, OverloadSettings overload) throws IOException {
        return new TestProxy("idc-a", first, AccessLog.off(), CLIENTS, Duration.ofSeconds(10),
                new Surroundings(Secrets.NONE, DrainSettings.within(Duration.ofSeconds(1)), overload));
    }

    /** Returns the memory that the proxy believes to be in use. */
    public ScriptedMemory memory() {
        return memory;
    }

    public void swap(RoutingSnapshot next) {
        snapshot.set(next);
    }

    public InetSocketAddress address(ListenerRole role) {
        InetSocketAddress address = server.addresses().get(role);
        if (address == null) {
            throw new IllegalArgumentException("no listener " + role);
        }
        return address;
    }

    public RawClient client() throws IOException {
        return client(ListenerRole.ENTRANCE);
    }

    public RawClient client(ListenerRole role) throws IOException {
        return new RawClient(address(role));
    }

    public ProxyServer server() {
        return server;
    }

    /** Returns what Prometheus would read. */
    public String metrics() {
        return metrics.scrape();
    }

    @Override
    public void close() {
        server.close();
        log.close();
        String scrape = metrics.scrape();
        metrics.close();
        assertThat(DOCUMENT.unlisted(scrape)).as("words that docs/metrics.md does not list").isEmpty();
    }
}
