package io.spillway.sync.peer;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.spillway.process.config.HostPort;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to one of several addresses that is kept up: when it is lost the next address is tried, after a full-jitter
 * wait. The other side is asked for a sign of life, because a stream without news looks like one whose other end is gone.
 * A black hole is noticed within half a lease, long before the transport would. Only the owner thread comes here.
 */
final class Link {

    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
    /** A control plane that is not ready takes a stream and ends it at once. */
    private static final Duration SETTLED = Duration.ofMillis(250);
    private static final Duration LASTING = Duration.ofSeconds(5);
    private static final int QUIET_ROUNDS = 3;

    private final String name;
    private final String idc;
    private final List<HostPort> addresses;
    private final SyncSettings settings;
    private final SyncSurroundings surroundings;
    private final Owner owner;
    private final Protocol protocol;
    private final Backoff backoff;

    private @Nullable ManagedChannel channel;
    private long session;
    private int next;
    private boolean connected;
    private boolean closed;
    private Instant since;
    private @Nullable Instant lastHeard;
    private int quietRounds;
    private long connectedNanos;
    private String lastError = "";
    private @Nullable X509Certificate shown;

    /**
     * Who is at the other end.
     *
     * @param name for people
     * @param idc whose control nodes they are
     * @param addresses of the nodes, which take turns
     */
    record Target(String name, String idc, List<HostPort> addresses) {}

    Link(Target target, SyncSettings settings, SyncSurroundings surroundings, Owner owner, Protocol protocol) {
        this.name = target.name();
        this.idc = target.idc();
        this.addresses = List.copyOf(target.addresses());
        this.settings = settings;
        this.surroundings = surroundings;
        this.owner = owner;
        this.protocol = protocol;
        this.backoff = new Backoff(surroundings.random());
        this.since = surroundings.clock().instant();
    }

    /** What is spoken on the link. */
    interface Protocol {

        /** Opens the stream on a new channel. Everything that is heard goes to {@link #heard} and {@link #lost}. */
        void open(ManagedChannel channel, long session);

        /** The stream works, for the first time in this session. */
        void connected();

        /** Whether the other side says nothing on a stream that works, when it has no news. */
        boolean mayBeSilent();

        /** The stream of the session is over: forget it. */
        void lost();
    }

    void start() {
        owner.every(settings.probeEvery(), this::watchdog);
        open();
    }

    boolean isCurrent(long number) {
        return !closed && channel != null && number == session;
    }

    boolean isConnected() {
        return connected;
    }

    /** Whether the stream works for at least so long. */
    boolean isConnectedFor(Duration time) {
        return connected && surroundings.ticker().nanos() - connectedNanos >= time.toNanos();
    }

    /** Something came on the stream: it works. */
    void heard(long number) {
        if (!isCurrent(number)) {
            return;
        }
        lastHeard = surroundings.clock().instant();
        quietRounds = 0;
        if (!connected) {
            turn(true, "");
            protocol.connected();
        }
    }

    /**
     * The other side gave a sign of life beside the stream. It keeps a working stream; it does not make one work, unless
     * silence is allowed there: then a stream that is not ended soon after works.
     */
    private void alive(long number) {
        if (connected) {
            heard(number);
        } else if (protocol.mayBeSilent()) {
            owner.after(SETTLED, () -> heard(number));
        }
    }

    /** The session ended, for {@code why}. */
    void lost(long number, String why) {
        if (!isCurrent(number)) {
            return;
        }
        ManagedChannel ended = channel;
        channel = null;
        if (ended != null) {
            ended.shutdownNow();
        }
        lastError = addresses.get(next) + ": " + why;
        next = (next + 1) % addresses.size();
        if (connected) {
            if (surroundings.ticker().nanos() - connectedNanos > LASTING.toNanos()) {
                backoff.reset(); // one that is taken and ended at once, again and again, waits longer and longer
            }
            turn(false, lastError);
        }
        protocol.lost();
        owner.after(backoff.next(), this::open);
    }

    void close() {
        closed = true;
        if (channel != null) {
            channel.shutdownNow();
        }
    }

    LinkView view() {
        return new LinkView(connected, since, lastHeard, addresses.get(next).toString(), lastError,
                connected ? shown : null);
    }

    private void open() {
        if (closed || channel != null) {
            return;
        }
        HostPort address = addresses.get(next);
        session++;
        shown = null;
        quietRounds = 0;
        channel = surroundings.tls().secure(NettyChannelBuilder.forAddress(address.host(), address.port()), idc)
                .proxyDetector(_ -> null).disableRetry().executor(owner).maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.silence().toMillis()))
                .build();
        protocol.open(channel, session);
        probe();
    }

    private void watchdog() {
        if (closed || channel == null) {
            return;
        }
        // Rounds and not time: when this thread was held up, the answers wait behind it and the other side is not silent.
        if (++quietRounds > QUIET_ROUNDS) {
            lost(session, "silent for " + QUIET_ROUNDS + " questions, " + settings.silence().toMillis() + " ms");
        } else {
            probe();
        }
    }

    /** Any answer to an unary call is a sign of life, "no such service" as well. */
    private void probe() {
        ManagedChannel asked = channel;
        long number = session;
        if (asked == null) {
            return;
        }
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(settings.silence().toMillis(),
                TimeUnit.MILLISECONDS);
        ClientCall<byte[], byte[]> call = asked.newCall(SignOfLife.METHOD, options);
        ClientCalls.asyncUnaryCall(call, SignOfLife.QUESTION,
                new StreamObserver<byte[]>() {
                    @Override
                    public void onNext(byte[] answer) {
                        alive(number);
                    }

                    @Override
                    public void onError(Throwable cause) {
                        if (SignOfLife.provedBy(Status.fromThrowable(cause))) {
                            alive(number);
                            look(number, call);
                        }
                    }

                    @Override
                    public void onCompleted() {
                        alive(number);
                        look(number, call);
                    }
                });
    }

    /** Sees by a call that was answered who is at the other end; once per connection. */
    private void look(long number, ClientCall<?, ?> call) {
        if (isCurrent(number) && shown == null) {
            shown = LinkTls.shown(call.getAttributes());
        }
    }

    private void turn(boolean now, String why) {
        connected = now;
        connectedNanos = surroundings.ticker().nanos();
        since = surroundings.clock().instant();
        if (now) {
            LOG.info("{}: not connected -> connected to {}", name, addresses.get(next));
        } else {
            LOG.info("{}: connected -> not connected: {}", name, why);
        }
    }
}
