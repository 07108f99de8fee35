package io.spillway.gateway.proxy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.spillway.gateway.proxy.metrics.TlsMeters;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.proxy.tls.CrossingTls;
import io.spillway.gateway.proxy.tls.ListenerTls;
import io.spillway.gateway.proxy.tls.ServerTls;
import io.spillway.gateway.proxy.tls.ServerTlsSettings;
import io.spillway.gateway.proxy.tls.TlsProvider;
import io.spillway.gateway.proxy.tls.TlsSurroundings;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.xds.stream.ControlTls;
import io.spillway.model.identity.SpiffeId;
import io.spillway.model.resource.TunnelName;
import io.spillway.model.time.Ticker;
import io.spillway.process.lifecycle.ExitCode;
import io.spillway.process.lifecycle.StartRefused;
import io.spillway.process.metrics.Metrics;
import io.spillway.process.tls.CertificateWatch;
import io.spillway.process.tls.Identity;
import io.spillway.process.tls.OwnIdentity;
import io.spillway.process.tls.PeerRule;
import io.spillway.process.tls.Reloadable;
import io.spillway.process.tls.TlsStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of a gateway's TLS: read from files at the start, watched until the end. Started by one thread; what it gives out is
 * safe for all loops.
 */
final class GatewayTls implements AutoCloseable {
    private static final List<String> CROSSING_PROTOCOLS = List.of("h2", "http/1.1",
            TunnelName.PROTOCOL);

    /** That of a gateway without any certificate. */
    static final GatewayTls NONE = new GatewayTls(Map.of(), ClientTls.NONE, null, null, null);

    private static final Logger LOG = LoggerFactory.getLogger(GatewayTls.class);
    /** How soon a new certificate is seen. */
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** Handshakes that may wait for the thread that checks chains; more come from an attack, and fail. */
    private static final int WAITING = 4096;
    private static final int THREADS = 2;

    private final Map<ListenerRole, ServerTls> listeners;
    private final ClientTls clients;
    private final @Nullable ControlTls control;
    private final @Nullable CertificateWatch watch;
    private final @Nullable ExecutorService tasks;

    private GatewayTls(Map<ListenerRole, ServerTls> listeners, ClientTls clients, @Nullable ControlTls control,
            @Nullable CertificateWatch watch, @Nullable ExecutorService tasks) {
        this.listeners = listeners;
        this.clients = clients;
        this.control = control;
        this.watch = watch;
        this.tasks = tasks;
    }

    /**
     * Reads all certificates that the configuration names.
     *
     * @throws StartRefused when one cannot be used; the message names the key, the file and what was expected
     */
    static GatewayTls start(GatewayConfig config, Metrics metrics, Ticker ticker, InstantSource clock)
            throws StartRefused {
        Map<ListenerRole, ServerTlsSettings> wanted = wanted(config);
        if (wanted.isEmpty() && config.identity() == null) {
            return NONE;
        }
        TlsProvider provider = TlsProvider.choose();
        LOG.info("TLS: {}", provider.description());
        ExecutorService tasks = newTasks();
        TlsSurroundings surroundings = new TlsSurroundings(provider, clock, ticker, new SecureRandom(), tasks,
                TlsMeters.of(metrics, clock));
        try {
            List<Reloadable> users = new ArrayList<>();
            Map<ListenerRole, ServerTls> listeners = new EnumMap<>(ListenerRole.class);
            for (Map.Entry<ListenerRole, ServerTlsSettings> each : wanted.entrySet()) {
                ListenerTls tls = ListenerTls.start(each.getKey().routeName(), each.getValue(), surroundings);
                listeners.put(each.getKey(), tls);
                users.add(tls);
            }
            ClientTls clients = ClientTls.NONE;
            ControlTls control = null;
            Identity identity = config.identity();
            if (identity != null) {
                CrossingTls crossing = CrossingTls.start(identity, surroundings);
                crossing.rehearse();
                clients = crossing;
                users.add(crossing);
                if (!config.controlPlaintext()) {
                    OwnIdentity own = own(config, identity, clock);
                    control = control(own);
                    users.add(own);
                }
            }
            return new GatewayTls(listeners, clients, control,
                    CertificateWatch.start(users, LOOK, clock, surroundings.events()), tasks);
        } catch (TlsStartException e) {
            tasks.shutdownNow();
            throw new StartRefused(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** Control planes look whether the certificate is that of the node: one that is not is refused before any of them does. */
    private static OwnIdentity own(GatewayConfig config, Identity identity, InstantSource clock)
            throws TlsStartException {
        return OwnIdentity.start("control", identity, new SpiffeId(identity.trustDomain(), config.common().idc(),
                SpiffeId.Role.GATEWAY, config.common().node()), clock);
    }

    private static ControlTls control(OwnIdentity own) {
        PeerRule rule = PeerRule.controlOf(own.id().trustDomain(), own.id().idc());
        return new ControlTls(own.keys(), own.peers(rule, why -> LOG.warn("Control plane refused: {}", why)));
    }

    private static ExecutorService newTasks() {
        ThreadPoolExecutor tasks = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING), Thread.ofPlatform().daemon().name("handshake-", 0).factory());
        tasks.allowCoreThreadTimeOut(true);
        return tasks;
    }

    /** Returns which listeners get TLS: those with certificates of their own, and the crossing if it is not said otherwise. */
    private static Map<ListenerRole, ServerTlsSettings> wanted(GatewayConfig config) {
        Map<ListenerRole, ServerTlsSettings> wanted = new EnumMap<>(ListenerRole.class);
        config.listeners().forEach((role, listener) -> {
            if (listener.tls() != null) {
                wanted.put(role, listener.tls());
            } else if (role == ListenerRole.CROSSING && !listener.plaintext() && config.identity() != null) {
                wanted.put(role, ServerTlsSettings.crossing(config.identity(), CROSSING_PROTOCOLS));
            }
        });
        return wanted;
    }

    /** Returns what makes a listener's connections secret, null when nothing does. */
    @Nullable
    ServerTls of(ListenerRole role) {
        return listeners.get(role);
    }

    ClientTls clients() {
        return clients;
    }

    /** Returns how control planes are spoken to; null in the clear. */
    @Nullable
    ControlTls control() {
        return control;
    }

    /** Reads all certificates again, now; returns what is in use. Bad new ones leave the old in use, and alarm. */
    String reload() throws InterruptedException {
        return watch == null ? "none in use" : watch.lookNow();
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        if (tasks != null) {
            tasks.shutdownNow();
        }
    }
}
