package io.spillway.gateway.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.spillway.gateway.balance.LoadBalancers;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RetryBudget;
import io.spillway.gateway.proxy.downstream.DownstreamConnection;
import io.spillway.gateway.proxy.downstream.DownstreamHandler;
import io.spillway.gateway.proxy.forward.Shared;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.listen.ListenerPipeline;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Listeners;
import io.spillway.gateway.proxy.upstream.UpstreamPool;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners and event loops of a gateway. Listens from {@link #bind} on, accepts from {@link #accept} on, and drains
 * when closed. Safe for use by any thread.
 */
public final class ProxyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

    private final ProxySettings settings;
    private final ProxySurroundings surroundings;
    private final OutlierDetector outliers;
    private final OutlierWatch outlierWatch;
    private final LoadBalancers balancers;
    private final MultiThreadIoEventLoopGroup loops;
    private final IdentityHashMap<EventLoop, Worker> workers = new IdentityHashMap<>();
    private final ChannelGroup downstream = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Listeners listeners;
    private final ScheduledExecutorService housekeeping = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("housekeeping").factory());
    private volatile boolean accepting;
    private volatile boolean draining;
    /** Owned by the housekeeping thread. */
    private @Nullable RoutingSnapshot retained;

    private ProxyServer(ProxySettings settings, ProxySurroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.outliers = new OutlierDetector(surroundings.ticker());
        this.outlierWatch = new OutlierWatch(outliers);
        this.balancers = new LoadBalancers(surroundings.ticker(), housekeeping, settings.node());
        settings.transport().ensureAvailable();
        this.loops = new MultiThreadIoEventLoopGroup(settings.eventLoops(), new DefaultThreadFactory("proxy"),
                settings.transport().handlers());
        this.listeners = new Listeners(loops, settings.transport(), downstream);
        Shared shared = new Shared(settings.forward(), surroundings.ticker(), surroundings.clock(),
                surroundings.snapshots(), outliers, balancers, new RetryBudget(surroundings.ticker()),
                surroundings.meters(),
                surroundings.accessLog(), () -> draining);
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            UpstreamPool pool = new UpstreamPool(loop, settings.transport().connection(), settings.upstream(),
                    settings.clientTls(), surroundings.ticker(),
                    surroundings.meters().upstreamConnections());
            workers.put(loop, new Worker(loop, shared, pool, surroundings.randoms().get()));
        }
    }

    /**
     * Returns a server that listens on all addresses and accepts nobody yet: clients that come wait in the backlog.
     *
     * @throws IOException when an address cannot be had; the message names it
     */
    public static ProxyServer bind(ProxySettings settings, ProxySurroundings surroundings) throws IOException {
        ProxyServer server = new ProxyServer(settings, surroundings);
        try {
            for (Map.Entry<ListenerRole, ListenerSettings> listener : settings.listeners().entrySet()) {
                server.listen(listener.getKey(), listener.getValue());
            }
        } catch (IOException e) {
            server.stop();
            throw e;
        }
        for (Worker worker : server.workers.values()) {
            worker.start();
        }
        var _ = server.housekeeping.scheduleWithFixedDelay(server::keepHouse, 1, 1, TimeUnit.SECONDS);
        var _ = server.housekeeping.scheduleWithFixedDelay(server.outlierWatch, OutlierWatch.PERIOD_MILLIS,
                OutlierWatch.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return server;
    }

    private void listen(ListenerRole role, ListenerSettings settings) throws IOException {
        listeners.bind(role, settings.address(),
                ListenerPipeline.of(settings, (channel, protocol) -> startRequests(channel, role)));
    }

    private void startRequests(Channel channel, ListenerRole role) {
        Worker worker = workers.get(channel.eventLoop());
        if (worker == null) {
            throw new IllegalStateException("channel " + channel + " on a loop of others");
        }
        channel.pipeline().addLast(
                new DownstreamHandler(new DownstreamConnection(channel, worker, role, settings.downstream())));
    }

    private void keepHouse() {
        try {
            balancers.measure();
            RoutingSnapshot snapshot = surroundings.snapshots().get();
            if (swapped(snapshot)) {
                outliers.retain(snapshot.clusters().values());
            }
            surroundings.meters().ejections(outliers.ejections());
        } catch (RuntimeException e) {
            LOG.error("Housekeeping failed", e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // asks whether the snapshot was swapped, not whether it differs
    private boolean swapped(RoutingSnapshot snapshot) {
        if (retained == snapshot) {
            return false;
        }
        retained = snapshot;
        return true;
    }

    /** Returns where the server listens, with the ports that were chosen. */
    public Map<ListenerRole, InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /** Lets clients in. */
    public void accept() {
        accepting = true;
        listeners.accept();
        LOG.info("Listeners: bound -> accepting on {}", addresses());
    }

    /** Returns whether clients have been let in. */
    public boolean accepting() {
        return accepting;
    }

    /** Returns whether the server is on its way down. */
    public boolean draining() {
        return draining;
    }

    /**
     * Drains and stops: no new connections, each open one ends with its next answer, idle ones after half of the drain
     * time, all after the whole of it.
     */
    @Override
    public void close() {
        if (draining) {
            return;
        }
        draining = true;
        LOG.info("Listeners: accepting -> draining, {} connections open", downstream.size());
        listeners.close();
        Duration half = settings.drainTimeout().dividedBy(2);
        if (!downstream.newCloseFuture().awaitUninterruptibly(half.toMillis())) {
            for (Channel channel : downstream) {
                channel.eventLoop().execute(() -> closeIfIdle(channel));
            }
            downstream.newCloseFuture().awaitUninterruptibly(half.toMillis());
        }
        LOG.info("Listeners: draining -> closed, {} connections cut", downstream.size());
        stop();
    }

    private static void closeIfIdle(Channel channel) {
        DownstreamHandler handler = channel.pipeline().get(DownstreamHandler.class);
        boolean shakingHands = handler == null;
        if (shakingHands || handler.connection().idle()) {
            var _ = channel.close();
        }
    }

    private void stop() {
        housekeeping.shutdownNow();
        for (Worker worker : workers.values()) {
            worker.loop().execute(worker::closeUpstream);
        }
        downstream.close().awaitUninterruptibly(1000);
        var _ = loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3000);
    }
}
