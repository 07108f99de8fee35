package io.spillway.control.ads;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.netty.NettyServerBuilder;
import io.spillway.control.state.StateKeeper;
import io.spillway.process.tls.RateOfWords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one gRPC port of a control node. Discovery streams are served by the threads that read the connections
 * ({@link EventLoops}) and never block; handlers of everything else run on virtual threads and may. Clients may ping as often
 * as each second, and one that is gone without a word is noticed within 15 s.
 */
public final class AdsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdsServer.class);
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** Whoever sends more is told so; only what is twice as long gRPC itself cuts off, in the middle of a stream without a word. */
    private static final int MAX_MESSAGE = 64 * 1024 * 1024;
    /**
     * What a client may have sent and this node has not read. A fixed size: one that gRPC adapts to the path costs a ping to
     * measure it for almost every Ack.
     */
    private static final int WINDOW = 256 * 1024;

    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoops loops = new EventLoops(Math.max(2, Runtime.getRuntime().availableProcessors()));
    private final Server server;

    /** Creates a server in the clear that does not listen yet. */
    public AdsServer(InetSocketAddress address, List<? extends BindableService> services) {
        this(address, services, (AdsTls) null);
    }

    /** Creates a server in the clear that does not listen yet; the observer hears of messages that are too large. */
    public AdsServer(InetSocketAddress address, List<? extends BindableService> services, AdsObserver observer) {
        this.server = built(address, services, null, observer, _ -> {});
    }

    /** Creates a server whose clients need a certificate and are then believed; it does not listen yet. */
    public AdsServer(InetSocketAddress address, List<? extends BindableService> services, @Nullable AdsTls tls) {
        this.server = built(address, services, null, AdsObserver.NONE, builder -> {
            if (tls != null) {
                tls.secure(builder);
            }
        });
    }

    /**
     * Who may come, and how it is found out.
     *
     * @param times    tell whether a certificate is still valid, and when something was last said
     * @param observer hears of calls that nobody makes
     */
    public record Security(AdsTls tls, StateKeeper.Times times, AdsObserver observer) {}

    /** Creates a server whose clients are whom their certificate names; it does not listen yet. */
    public AdsServer(InetSocketAddress address, List<? extends BindableService> services, Security security) {
        Refusals refusals = new Refusals(security.observer(), new RateOfWords(security.times().ticker()));
        this.server = built(address, services, new Handshakes(why -> refusals.add("handshake", why)),
                security.observer(), builder -> {
                    security.tls().secure(builder);
                    CallerCheck check = new CallerCheck(security.tls().trustDomain(), security.times().clock(),
                            why -> refusals.add("identity", why));
                    builder.addTransportFilter(check).intercept(check);
                });
    }

    private Server built(InetSocketAddress address, List<? extends BindableService> services,
            @Nullable Handshakes handshakes, AdsObserver observer, Consumer<NettyServerBuilder> securing) {
        NettyServerBuilder builder = loops.useFor(NettyServerBuilder.forAddress(address), handshakes).directExecutor()
                .callExecutor(new Threads(handlers)).flowControlWindow(WINDOW)
                .maxInboundMessageSize(2 * MAX_MESSAGE).permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true).keepAliveTime(10, TimeUnit.SECONDS)
                .keepAliveTimeout(5, TimeUnit.SECONDS);
        CheckedRequests checked = new CheckedRequests(MAX_MESSAGE, () -> observer.refused("message"));
        services.forEach(service -> builder.addService(checked.of(service.bindService())));
        securing.accept(builder);
        return builder.build();
    }

    /** Who handles a call: the thread that has its connection (null), or any that may block. */
    private record Threads(Executor mayBlock) implements ServerCallExecutorSupplier {

        @Override
        public <Q, R> @Nullable Executor getExecutor(ServerCall<Q, R> call, Metadata metadata) {
            String service = String.valueOf(call.getMethodDescriptor().getServiceName());
            boolean discovery = AggregatedDiscoveryServiceGrpc.SERVICE_NAME.equals(service)
                    || SeparateStreams.has(service);
            return discovery ? null : mayBlock;
        }
    }

    /** Those who may not come: all are counted, some are logged. */
    private record Refusals(AdsObserver observer, RateOfWords words) {

        void add(String reason, String why) {
            observer.refused(reason);
            if (words.allowed()) {
                LOG.warn("ads client refused ({}): {}", reason, why);
            }
        }
    }

    /** Begins to listen. */
    public void start() throws IOException {
        server.start();
    }

    /** Returns the port that was taken. */
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        // not shutdownNow: an interrupt in the middle of a registry write would break the registry's file channel
        handlers.shutdown();
        loops.close();
    }
}
