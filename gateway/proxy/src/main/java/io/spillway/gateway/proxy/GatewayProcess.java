package io.spillway.gateway.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.spillway.gateway.proxy.forward.ServiceWait;
import io.spillway.gateway.proxy.log.AccessLog;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.gateway.proxy.overload.MemorySensors;
import io.spillway.gateway.proxy.trace.TraceSettings;
import io.spillway.gateway.proxy.trace.Tracing;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.GatewayConfiguration;
import io.spillway.gateway.xds.GatewaySettings;
import io.spillway.gateway.xds.GatewayTiming;
import io.spillway.gateway.xds.LoadReports;
import io.spillway.gateway.xds.StartResult;
import io.spillway.gateway.xds.Surroundings;
import io.spillway.gateway.xds.demand.OnDemand;
import io.spillway.gateway.xds.event.ConfigurationObserver;
import io.spillway.gateway.xds.stream.ControlAddress;
import io.spillway.gateway.xds.stream.ControlPlanes;
import io.spillway.model.document.Tree;
import io.spillway.model.time.Ticker;
import io.spillway.process.admin.AdminListener;
import io.spillway.process.admin.AdminPages;
import io.spillway.process.lifecycle.AddressesFile;
import io.spillway.process.lifecycle.ExitCode;
import io.spillway.process.lifecycle.Lifecycle;
import io.spillway.process.lifecycle.StartRefused;
import io.spillway.process.metrics.Metrics;
import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Starts a gateway in this order: get a configuration from disk or control plane, listen, let clients in. It ends in the
 * reverse order. Started by one thread; the admin listener's threads only read.
 */
final class GatewayProcess {
    /** How long listening waits for the first snapshot; clients are told that there are no routes after that. */
    private static final Duration FIRST_SNAPSHOT = Duration.ofSeconds(5);

    private final GatewayConfig config;
    private final Ticker ticker;
    private final InstantSource clock;
    private final Supplier<RandomGenerator> randoms;
    private volatile @Nullable GatewayConfiguration configuration;
    private volatile @Nullable ProxyServer server;
    /** Written once, before anything listens. */
    private GatewayTls tls = GatewayTls.NONE;
    /** Written once, before anything listens. */
    private @Nullable Tracing tracing;

    GatewayProcess(GatewayConfig config, Ticker ticker, InstantSource clock, Supplier<RandomGenerator> randoms) {
        this.config = config;
        this.ticker = ticker;
        this.clock = clock;
        this.randoms = randoms;
    }

    void start(Tree file, OutputStream out, Lifecycle lifecycle) throws IOException, StartRefused {
        AddressesFile.remove(config.common().dataDir());
        Metrics metrics = Metrics.ofProcess();
        lifecycle.add("metrics", metrics);
        ProxyMeters meters = ProxyMeters.of(metrics, config.common().idc());
        AccessLog log = accessLog(out);
        lifecycle.add("access log", log);
        tracing = tracing(meters, lifecycle);
        lifecycle.onReload("access log", List.of("accessLog"), now -> log.reopen(accessLogFile(now)));
        meters.watchAccessLog(log::dropped);
        GatewayTls secured = GatewayTls.start(config, metrics, ticker, clock);
        lifecycle.add("certificates", secured);
        lifecycle.onReload("certificates", List.of(), _ -> secured.reload());
        tls = secured;
        AdminListener admin = AdminListener.start(config.common().admin(),
                AdminPages.of(this::notReady, metrics::scrape, () -> configPage(file)));
        lifecycle.add("admin", admin);

        // A client that is refused goes elsewhere at once, one in a backlog waits: so we listen when we can answer. Only a
        // port that the system chooses must be taken first, because the control plane is told the addresses.
        boolean portsKnown = Stream.concat(config.listeners().values().stream(), config.tcp().values().stream())
                .noneMatch(ListenerConfig::portChosen);
        ProxyServer early = portsKnown ? null : bind(meters, log);
        server = early;
        ListenerAddresses configuredAddresses = new ListenerAddresses(config.listeners(), config.tcp());
        ListenerAddresses addresses = early == null
                ? configuredAddresses
                : configuredAddresses.chosen(early.namedAddresses());
        GatewayConfiguration configured = configure(addresses);
        lifecycle.add("configuration", configured);
        configuration = configured;
        meters.watchConfiguration(this::ageSeconds, () -> configured.status().connected());
        AddressesFile.write(config.common().dataDir(), addresses.named(admin.address()));
        configured.awaitFirst(FIRST_SNAPSHOT);
        ProxyServer bound = early == null ? bind(meters, log) : early;
        lifecycle.add("listeners", bound);
        server = bound;
        bound.backedBy(() -> configured.status().connected());
        if (config.loadReports()) {
            lifecycle.add("load reports", LoadReports.start(settings(addresses), bound.loads()));
        }
        bound.accept();
    }

    private ProxyServer bind(ProxyMeters meters, AccessLog log) throws IOException {
        return ProxyServer.bind(config.proxySettings(tls),
                new ProxySurroundings(this::snapshot, ticker, clock, randoms, meters, new MemorySensors(), log,
                        serviceWait(meters), tracing));
    }

    private @Nullable Tracing tracing(ProxyMeters meters, Lifecycle lifecycle) {
        TraceSettings settings = config.tracing();
        if (settings == null) {
            return null;
        }
        Tracing started = Tracing.start(settings, config.common().node(), config.common().idc());
        lifecycle.add("tracing", started);
        meters.watchTracing(started::exported, started::dropped, started::failed);
        return started;
    }

    private @Nullable ServiceWait serviceWait(ProxyMeters meters) {
        ServiceWait wait = config.subscribe().serviceWait(this::onDemand);
        if (wait != null) {
            meters.watchOnDemand(wait::waiting, () -> configuration == null ? 0 : onDemand().subscribed());
        }
        return wait;
    }

    /** Asked when clients are let in, which is after the configuration has started. */
    private OnDemand onDemand() {
        GatewayConfiguration started = requireNonNull(configuration, "configuration");
        return requireNonNull(started.onDemand(), "onDemand");
    }

    /** Returns the file that the configuration names now; a log to a file stays one until the next start. */
    private Path accessLogFile(Tree now) {
        return now instanceof Tree.Mapping file && file.get("accessLog") instanceof Tree.Scalar scalar
                && scalar.value() instanceof String name && !name.equals("off") && !name.equals("-")
                        ? Path.of(name)
                        : Path.of(config.accessLog());
    }

    private AccessLog accessLog(OutputStream out) {
        return switch (config.accessLog()) {
            case "off" -> AccessLog.off();
            case "-" -> AccessLog.to(out);
            case String file -> AccessLog.to(Path.of(file));
        };
    }

    private GatewaySettings settings(ListenerAddresses addresses) {
        List<ControlAddress> control = config.control().stream().map(one -> new ControlAddress(one.host(), one.port()))
                .toList();
        return new GatewaySettings(
                addresses.identity(config.common().idc(), config.common().node()),
                new ControlPlanes(control, tls.control()),
                config.common().dataDir().resolve("xds"), GatewayTiming.defaults(),
                new Surroundings(ticker, clock, randoms.get(), ConfigurationObserver.logging()),
                config.subscribe().clusters());
    }

    private GatewayConfiguration configure(ListenerAddresses addresses) throws StartRefused {
        return switch (GatewayConfiguration.start(settings(addresses))) {
            case StartResult.Started(GatewayConfiguration started) -> started;
            case StartResult.Refused(String reason, List<Path> _) -> throw refused(reason);
        };
    }

    private StartRefused refused(String reason) {
        if (server != null) {
            server.close();
        }
        return new StartRefused(ExitCode.FAILED, reason);
    }

    private RoutingSnapshot snapshot() {
        GatewayConfiguration current = configuration;
        return current == null ? RoutingSnapshot.empty(config.common().idc()) : current.current().get();
    }

    private List<String> notReady() {
        List<String> reasons = new ArrayList<>();
        if (configuration == null || !configuration.status().serving()) {
            reasons.add("no configuration yet, neither from disk nor from a control plane");
        }
        if (server == null || !server.accepting()) {
            reasons.add("listeners do not accept yet");
        } else if (server.draining()) {
            reasons.add("draining");
        }
        return reasons;
    }

    private double ageSeconds() {
        Duration age = configuration == null ? null : configuration.status().age();
        return age == null ? Double.NaN : age.toMillis() / 1000.0;
    }

    private Tree configPage(Tree file) {
        Map<String, Tree> page = new LinkedHashMap<>();
        page.put("file", file);
        if (configuration != null) {
            ProxyServer running = server;
            page.put("snapshot", ConfigPage.of(configuration.status(), snapshot(),
                    running == null ? List.of() : running.ejections()));
        }
        return Tree.mapping(page);
    }
}
