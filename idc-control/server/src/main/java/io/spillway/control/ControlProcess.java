package io.spillway.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.spillway.control.admin.ApiServer;
import io.spillway.control.admin.ApiSettings;
import io.spillway.control.admin.ConsoleSettings;
import io.spillway.control.admin.WebFiles;
import io.spillway.control.admin.security.AccessLog;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.ApiTls;
import io.spillway.control.ads.AdsTls;
import io.spillway.control.health.HealthSettings;
import io.spillway.control.load.LoadSettings;
import io.spillway.control.metrics.AccessMeters;
import io.spillway.control.metrics.ControlMetrics;
import io.spillway.control.node.ControlNode;
import io.spillway.control.node.FirstStart;
import io.spillway.control.node.NodeSettings;
import io.spillway.control.node.Sharing;
import io.spillway.control.node.WarmUp;
import io.spillway.control.session.Sessions;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.document.Tree;
import io.spillway.model.identity.SpiffeId;
import io.spillway.process.admin.AdminListener;
import io.spillway.process.admin.AdminPages;
import io.spillway.process.config.HostPort;
import io.spillway.process.lifecycle.AddressesFile;
import io.spillway.process.lifecycle.ExitCode;
import io.spillway.process.lifecycle.Lifecycle;
import io.spillway.process.lifecycle.StartRefused;
import io.spillway.process.metrics.CertificateMeters;
import io.spillway.process.metrics.Metrics;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.OwnIdentity;
import io.spillway.process.tls.RateOfWords;
import io.spillway.process.tls.WatchedIdentity;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryStartException;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import io.spillway.registry.etcd.EtcdRegistry;
import io.spillway.registry.etcd.EtcdSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of the process together, in the order in which they need each other. */
final class ControlProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ControlProcess.class);
    private static final Duration RECONCILE = Duration.ofSeconds(30);
    private static final Duration STUCK = Duration.ofSeconds(30);

    private final ControlConfig config;
    private final StateKeeper.Times times;
    private final RandomGenerator random;

    ControlProcess(ControlConfig config, StateKeeper.Times times, RandomGenerator random) {
        this.config = config;
        this.times = times;
        this.random = random;
    }

    void start(Tree tree, Lifecycle lifecycle) throws StartRefused, IOException {
        Path dataDir = config.common().dataDir();
        Files.createDirectories(dataDir);
        AddressesFile.remove(dataDir);
        Metrics metrics = Metrics.ofProcess();
        lifecycle.add("metrics", metrics);
        ControlMetrics control = new ControlMetrics(metrics.registry());
        OwnIdentity own = identity(metrics, lifecycle);
        CompletableFuture<Void> warmUp = WarmUp.start(times, own == null ? null : tls(own, _ -> {}));
        Registry registry = openRegistry(dataDir);
        lifecycle.add("registry", registry);
        String folder = config.resources();
        FirstStart first = folder == null ? FirstStart.NOTHING : new Seeds(registry, Path.of(folder));
        HostFiles host = new HostFiles(dataDir, certificates());
        NodeSettings plain = settings().withFences(Fences.open(config.fences(), times));
        NodeSettings settings = own == null ? plain : plain.withTls(tls(own, refused(control)));
        ControlNode node = ControlNode.start(settings, registry, times, control, first.after(warmUp), host);
        lifecycle.add("node", node);
        control.watch(node.service());
        control.watch(host, times.clock());
        InetSocketAddress asked = config.api().socketAddress();
        ApiServer api = ApiServer.start(
                new ApiSettings(asked, access(metrics, lifecycle), config.apiTls() ? apiTls(own) : null,
                        console(registry)),
                node.service());
        lifecycle.add("api", api);
        HostPort served = config.api().withPort(api.address(asked).getPort());
        node.reachable(Reachable.from(served).toString());
        AdminListener admin = AdminListener.start(config.common().admin(),
                AdminPages.of(node::notReady, metrics::scrape, () -> tree));
        lifecycle.add("admin", admin);
        Map<String, HostPort> addresses = new LinkedHashMap<>();
        addresses.put("admin", admin.address());
        addresses.put("api", served);
        addresses.put("ads", config.ads().withPort(node.adsPort()));
        AddressesFile.write(dataDir, addresses);
        LOG.info("started: {}", addresses);
    }

    private @Nullable OwnIdentity identity(Metrics metrics, Lifecycle lifecycle) throws StartRefused {
        Identity identity = config.identity();
        if (identity == null) {
            if (!config.ads().loopback()) {
                LOG.warn(
                        "ads {} is in the clear and believes whatever a client says it is (expected: tls, off loopback)",
                        config.ads());
            }
            return null;
        }
        return WatchedIdentity.start(identity,
                new SpiffeId(identity.trustDomain(), config.common().idc(), SpiffeId.Role.CONTROL,
                        config.common().node()),
                times.clock(), new CertificateMeters(metrics.registry(), "spillway.control.certificate", times.clock()),
                lifecycle);
    }

    private ApiAccess access(Metrics metrics, Lifecycle lifecycle) throws StartRefused {
        AccessLog log = new AccessLog(new AccessMeters(metrics.registry()), new RateOfWords(times.ticker()));
        try {
            AccessReload reload = AccessReload.of(config, times.clock(), log);
            lifecycle.onReload("access", AccessReload.KEYS, reload);
            return reload.access();
        } catch (IllegalArgumentException refused) {
            throw new StartRefused(ExitCode.USAGE, "access: " + refused.getMessage());
        }
    }

    /** What seals sessions must be what nobody foretells, unlike the randomness of everything else. */
    private ConsoleSettings console(Registry registry) {
        return new ConsoleSettings(config.console(), Sessions.in(registry, times.clock(), new SecureRandom()),
                WebFiles.ofJar(), times.clock());
    }

    private ApiTls apiTls(@Nullable OwnIdentity own) {
        RateOfWords words = new RateOfWords(times.ticker());
        return new ApiTls(Objects.requireNonNull(own, "tls").keys(), own.peers(null, why -> {
            if (words.allowed()) {
                LOG.warn("api connection refused: {}", why);
            }
        }));
    }

    private static AdsTls tls(OwnIdentity own, Consumer<String> refused) {
        return new AdsTls(own.keys(), own.peers(null, refused), own.id().trustDomain());
    }

    private Consumer<String> refused(ControlMetrics control) {
        RateOfWords words = new RateOfWords(times.ticker());
        return why -> {
            control.refused("certificate");
            if (words.allowed()) {
                LOG.warn("ads connection refused: {}", why);
            }
        };
    }

    private NodeSettings settings() {
        String kind = config.registry() instanceof ControlConfig.RegistryConfig.Embedded ? "embedded" : "etcd";
        return new NodeSettings(config.common().idc(), config.common().node(), kind,
                config.ads().socketAddress(), config.peers().keySet(), RECONCILE, STUCK,
                LoadSettings.DEFAULTS.withEvery(config.loadInterval()), config.xdsLimits(),
                Sharing.USUAL.withDrainDeadline(config.drainDeadline()), null, HealthSettings.DEFAULTS, _ -> true,
                config.history(), config.auditPruneAfter(), Map.of());
    }

    private List<Path> certificates() {
        List<Path> files = new ArrayList<>();
        if (config.registry() instanceof ControlConfig.RegistryConfig.Etcd etcd && etcd.tls() != null) {
            files.add(Path.of(etcd.tls().ca()));
            if (etcd.tls().cert() != null) {
                files.add(Path.of(etcd.tls().cert()));
            }
        }
        if (config.identity() != null) {
            files.add(config.identity().files().certificate());
            files.add(config.identity().trust());
        }
        return files;
    }

    private Registry openRegistry(Path dataDir) throws StartRefused {
        try {
            return switch (config.registry()) {
                case ControlConfig.RegistryConfig.Embedded _ -> EmbeddedRegistry.open(
                        EmbeddedSettings.of(dataDir.resolve("registry"), config.common().node()), times.clock(),
                        times.ticker(), random);
                case ControlConfig.RegistryConfig.Etcd etcd ->
                    EtcdRegistry.open(etcdSettings(etcd, dataDir), times.clock(), times.ticker(), random);
            };
        } catch (RegistryStartException refused) {
            throw new StartRefused(ExitCode.FAILED, String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException refused) {
            throw new StartRefused(ExitCode.USAGE, "registry." + refused.getMessage());
        }
    }

    private static EtcdSettings etcdSettings(ControlConfig.RegistryConfig.Etcd etcd, Path dataDir) {
        List<URI> endpoints = etcd.endpoints().stream().map(URI::create).toList();
        ControlConfig.TlsFiles files = etcd.tls();
        EtcdSettings.Tls tls = files == null
                ? null
                : new EtcdSettings.Tls(Path.of(files.ca()), path(files.cert()), path(files.key()));
        return EtcdSettings.of(endpoints, tls, dataDir.resolve("registry-identity"));
    }

    private static @Nullable Path path(@Nullable String file) {
        return file == null ? null : Path.of(file);
    }
}
