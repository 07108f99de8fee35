package io.spillway.gateway.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.spillway.gateway.balance.LoadBalancers;
import io.spillway.gateway.failover.Ejection;
import io.spillway.gateway.failover.OutlierDetector;
import io.spillway.gateway.failover.RetryBudget;
import io.spillway.gateway.overload.OverloadState;
import io.spillway.gateway.proxy.downstream.ClientMultiplexer;
import io.spillway.gateway.proxy.downstream.DownstreamConnection;
import io.spillway.gateway.proxy.downstream.DownstreamHandler;
import io.spillway.gateway.proxy.drain.Departure;
import io.spillway.gateway.proxy.drain.Drain;
import io.spillway.gateway.proxy.forward.Findings;
import io.spillway.gateway.proxy.forward.ReportedLoads;
import io.spillway.gateway.proxy.forward.Shared;
import io.spillway.gateway.proxy.forward.Worker;
import io.spillway.gateway.proxy.guard.Guards;
import io.spillway.gateway.proxy.listen.ListenerPipeline;
import io.spillway.gateway.proxy.listen.ListenerSettings;
import io.spillway.gateway.proxy.listen.Listeners;
import io.spillway.gateway.proxy.metrics.ProxyMeters;
import io.spillway.gateway.proxy.overload.MemoryUse;
import io.spillway.gateway.proxy.overload.OverloadMonitor;
import io.spillway.gateway.proxy.overload.Sensors;
import io.spillway.gateway.proxy.tcp.CrossingStage;
import io.spillway.gateway.proxy.tcp.TcpStage;
import io.spillway.gateway.proxy.upstream.Dialer;
import io.spillway.gateway.proxy.upstream.UpstreamPool;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.xds.load.LoadSource;
import io.spillway.model.resource.TunnelName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners and event loops of a gateway. Listens from {@link #bind} on, accepts from {@link #accept} on, and drains
 * when closed. Safe for use by any thread.
 */
public final class ProxyServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);
    private static final long LOAD_MILLIS = 100;
    private static final long DRAIN_STEP_MILLIS = 50;

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
    private final Guards guards;
    private final Drain drain;
    private final OverloadMonitor overload;
    private final Findings findings = new Findings();

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
        this.guards = new Guards(settings.eventLoops());
        this.drain = new Drain(surroundings.ticker(), settings.drain().spread(), settings.drain().limit());
        this.overload = overloadMonitor();
        Shared shared = new Shared(settings.forward(), surroundings.ticker(), surroundings.clock(),
                surroundings.snapshots(), outliers, balancers, new RetryBudget(surroundings.ticker()),
                findings, surroundings.meters(), surroundings.accessLog(), guards, drain,
                surroundings.serviceWait(), surroundings.tracing());
        for (EventExecutor executor : loops) {
            EventLoop loop = (EventLoop) executor;
            UpstreamPool pool = new UpstreamPool(
                    new Dialer(loop, settings.transport().connection(), settings.transport().socketConnection()),
                    settings.upstream(), settings.clientTls(), surroundings.ticker(),
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
            for (Map.Entry<String, ListenerSettings> listener : settings.tcp().entrySet()) {
                server.listenTcp(listener.getKey(), listener.getValue());
            }
        } catch (IOException e) {
            server.listeners.close();
            server.stop();
            throw e;
        }
        for (Worker worker : server.workers.values()) {
            worker.start();
        }
        var _ = server.housekeeping.scheduleWithFixedDelay(
                new Housekeeping(settings, surroundings, server.outliers, server.balancers, server.guards,
                        server.findings),
                1, 1,
                TimeUnit.SECONDS);
        var _ = server.housekeeping.scheduleWithFixedDelay(server.outlierWatch, OutlierWatch.PERIOD_MILLIS,
                OutlierWatch.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        var _ = server.housekeeping.scheduleWithFixedDelay(server::watchLoad, LOAD_MILLIS, LOAD_MILLIS,
                TimeUnit.MILLISECONDS);
        return server;
    }

    private OverloadMonitor overloadMonitor() {
        MemoryUse memory = surroundings.memory();
        ProxyMeters meters = surroundings.meters();
        Sensors sensors = new Sensors(memory::direct, memory::heap,
                () -> meters.worstLagNanos(surroundings.ticker().nanos()), meters::downstreamCount);
        OverloadMonitor monitor = new OverloadMonitor(settings.overload(), sensors, surroundings.ticker(),
                this::withdraw);
        meters.watchOverload(() -> guards.overload().level(), monitor::pressure);
        return monitor;
    }

    /** Called by the housekeeping thread. */
    private void withdraw(OverloadState next) {
        boolean before = guards.overload().accepting();
        guards.setOverload(next);
        if (accepting && !drain.active() && before != next.accepting()) {
            if (next.accepting()) {
                listeners.accept();
            } else {
                listeners.pause();
            }
        }
    }

    private void watchLoad() {
        try {
            if (!drain.active()) {
                overload.sample();
            }
        } catch (RuntimeException e) {
            if (!loops.isShuttingDown()) {
                LOG.error("Watching the load failed", e);
            }
        }
    }

    private void listen(ListenerRole role, ListenerSettings settings) throws IOException {
        listeners.bind(role.routeName(), settings.place(),
                ListenerPipeline.of(settings,
                        (channel, protocol, name) -> startRequests(channel, role, protocol, name)));
    }

    private void listenTcp(String name, ListenerSettings listener) throws IOException {
        listeners.bind(name, listener.place(), ListenerPipeline.of(listener, (channel, _, _) -> channel.pipeline()
                .addLast(new TcpStage(name, worker(channel), settings.downstream()))));
    }

    private Worker worker(Channel channel) {
        Worker worker = workers.get(channel.eventLoop());
        if (worker == null) {
            throw new IllegalStateException("channel " + channel + " on a loop of others");
        }
        return worker;
    }

    private void startRequests(Channel channel, ListenerRole role, String protocol, @Nullable String serverName) {
        Worker worker = worker(channel);
        channel.pipeline().addLast(switch (protocol) {
            case ApplicationProtocolNames.HTTP_2 ->
                ClientMultiplexer.of(channel, worker, role, settings.downstream());
            case TunnelName.PROTOCOL -> new CrossingStage(serverName, worker, settings.downstream());
            default -> new DownstreamHandler(new DownstreamConnection(channel, worker, role, settings.downstream()));
        });
    }

    /** Returns at which ports the server listens, also those that were chosen, by the names of the listeners. */
    public Map<String, InetSocketAddress> namedAddresses() {
        return listeners.ports();
    }

    /** Returns at which ports the server listens, also those that were chosen. */
    public Map<ListenerRole, InetSocketAddress> addresses() {
        Map<ListenerRole, InetSocketAddress> addresses = new EnumMap<>(ListenerRole.class);
        listeners.ports()
                .forEach((name, port) -> ListenerRole.ofRouteName(name).ifPresent(role -> addresses.put(role, port)));
        return addresses;
    }

    /** Lets clients in. */
    public void accept() {
        accepting = true;
        if (guards.overload().accepting()) {
            listeners.accept();
        }
        LOG.info("Listeners: bound -> accepting on {}", listeners);
    }

    /** Says how to know whether a control plane stands behind what is served: what it has told of load ages without. */
    public void backedBy(BooleanSupplier connected) {
        balancers.backedBy(connected);
    }

    /** Returns what became of the attempts at each cluster, and which other IDCs can be reached. */
    public LoadSource loads() {
        return new ReportedLoads(guards.loads(), findings, outliers);
    }

    /** Returns the ejections in force. */
    public List<Ejection> ejections() {
        return outliers.ejections();
    }

    /** Returns whether clients have been let in. */
    public boolean accepting() {
        return accepting;
    }

    /** Returns whether the server is on its way down. */
    public boolean draining() {
        return drain.active();
    }

    /**
     * Drains and stops. Answers from now on may end their connection. After the delay nobody new is let in; connections are
     * told to go over the spread, idle ones close after it, and all are cut at the limit.
     */
    @Override
    public void close() {
        if (!drain.begin()) {
            return;
        }
        LOG.info("Listeners: accepting -> draining, {} connections open", downstream.size());
        pause(settings.drain().delay().toMillis());
        listeners.close();
        while (!drain.over() && !downstream.newCloseFuture().awaitUninterruptibly(DRAIN_STEP_MILLIS)) {
            for (Channel channel : downstream) {
                channel.eventLoop().execute(() -> Departure.of(channel, drain));
            }
        }
        LOG.info("Listeners: draining -> closed, {} connections cut", downstream.size());
        stop();
    }

    /** Waits while all goes on, or until there is nobody left to wait for. */
    private void pause(long millis) {
        if (millis > 0) {
            var _ = loops.next().newPromise().awaitUninterruptibly(millis);
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
