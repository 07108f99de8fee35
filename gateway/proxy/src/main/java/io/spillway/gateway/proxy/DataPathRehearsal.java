package io.spillway.gateway.proxy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.spillway.gateway.proxy.drain.DrainSettings;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.log.AccessLog;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.gateway.proxy.tls.ClientTls;
import io.spillway.gateway.route.Route;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.RouteRule;
import io.spillway.gateway.route.RouteTable;
import io.spillway.gateway.route.VirtualHost;
import io.spillway.gateway.snapshot.ClusterPolicy;
import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.Locality;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.snapshot.XdsCluster;
import io.spillway.process.metrics.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import static java.util.Objects.requireNonNull;

/**
 * Sends requests through a server of its own, on loopback, to a service that answers at once, before the gateway lets users
 * in. A young JVM interprets: the first users of a gateway that comes back, which may be thousands, would wait for seconds
 * while it learns what a request is. Bounded in time; nothing of it is seen in metrics, logs or by any service.
 */
final class DataPathRehearsal {
    private static final Logger LOG = LoggerFactory.getLogger(DataPathRehearsal.class);
    private static final String NAME = "rehearsal";
    private static final int USERS = 4;
    /** A machine that does this much within the time has compiled what is asked for all the time. */
    private static final int MOST_REQUESTS = 6000;
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final ProxySettings settings;
    private final ProxySurroundings surroundings;

    /** Creates a rehearsal of a server with these settings and surroundings, from which it takes what it does not pollute. */
    DataPathRehearsal(ProxySettings settings, ProxySurroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    /** Plays it; returns how many requests were answered. Without loopback there is no rehearsal, and a gateway all the same. */
    int play() {
        AccessLog log = AccessLog.to(OutputStream.nullOutputStream());
        try (Metrics metrics = Metrics.empty();
                log;
                LoopbackService service = LoopbackService.start();
                ProxyServer server = ProxyServer.bind(own(), around(metrics, log, world(service.port())),
                        Level.DEBUG)) {
            server.accept();
            int answered = users(requireNonNull(server.addresses().get(ListenerRole.ENTRANCE), "entrance"));
            LOG.debug("rehearsed {} requests", answered);
            return answered;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the first requests will be slower than later ones, they could not be rehearsed", e);
            return 0;
        }
    }

    private ProxySettings own() {
        ListenerSettings anywhere = ListenerSettings
                .plain(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new ProxySettings(NAME, Map.of(ListenerRole.ENTRANCE, anywhere), 1, settings.transport(),
                settings.downstream(), settings.forward(), settings.upstream(), ClientTls.NONE,
                new DrainSettings(Duration.ZERO, Duration.ZERO, Duration.ZERO), settings.overload());
    }

    private ProxySurroundings around(Metrics metrics, AccessLog log, RoutingSnapshot world) {
        return new ProxySurroundings(() -> world, surroundings.ticker(), surroundings.clock(), surroundings.randoms(),
                ProxyMeters.of(metrics, settings.forward().idc()), surroundings.memory(), log);
    }

    private RoutingSnapshot world(int port) {
        String idc = settings.forward().idc();
        XdsCluster cluster = new XdsCluster(NAME, NAME, "default",
                List.of(new PriorityLevel(0, List.of(new LocalityEndpoints(new Locality("", idc, ""), 1,
                        List.of(Endpoint.workload("127.0.0.1", port, idc)))))),
                ClusterPolicy.DEFAULT);
        Route route = new Route(NAME, RouteAction.Forward.to(NAME, Duration.ofSeconds(1)));
        RouteTable table = RouteTable.of(List.of(new VirtualHost(NAME, List.of(LoopbackUser.HOST),
                List.of(new RouteRule(RouteMatch.ANY, route)))));
        return new RoutingSnapshot(idc, Map.of(ListenerRole.ENTRANCE, table), Map.of(NAME, cluster), Map.of());
    }

    private int users(InetSocketAddress gateway) {
        AtomicInteger answered = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> users = new ArrayList<>();
        long end = surroundings.ticker().nanos() + LONGEST.toNanos();
        for (int i = 0; i < USERS; i++) {
            users.add(Thread.ofPlatform().daemon().name("rehearsal-user").start(() -> {
                try (LoopbackUser user = LoopbackUser.connect(gateway)) {
                    while (!over.get() && surroundings.ticker().nanos() - end < 0
                            && answered.incrementAndGet() < MOST_REQUESTS) {
                        user.ask();
                    }
                } catch (IOException e) {
                    LOG.debug("a rehearsing user left", e);
                }
            }));
        }
        try {
            for (Thread user : users) {
                var _ = user.join(LONGEST.multipliedBy(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        over.set(true);
        return answered.get();
    }
}
