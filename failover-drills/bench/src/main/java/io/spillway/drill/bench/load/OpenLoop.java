package io.spillway.drill.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Asks at a fixed rate over a fixed number of connections. A request that finds no free connection waits for one, and
 * its latency counts from the time at which it was meant to be sent, less what the generator itself slept meanwhile
 * ({@link Punctuality}). Nothing is sent twice. One event loop owns
 * everything; the recording may be read by any thread.
 */
public final class OpenLoop implements AutoCloseable {
    /** The service that requests are booked on. */
    static final String SERVICE = "orders";
    private static final String HOME = "client";
    private static final long TICK_MICROS = 500;
    private static final int CONNECT_MILLIS = 1000;

    /**
     * What is asked.
     *
     * @param address where
     * @param host the Host of the requests
     * @param rps requests a second
     * @param connections how many connections
     * @param patience after which a request has failed
     */
    public record Target(InetSocketAddress address, String host, int rps, int connections, Duration patience) {}

    private final Target target;
    private final Ticker ticker;
    private final long origin;
    private final RequestLog log = new RequestLog();
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Bootstrap bootstrap;
    /** The rest is owned by the event loop. */
    private final ArrayDeque<Call> waiting = new ArrayDeque<>();
    private final ArrayDeque<Call> inFlight = new ArrayDeque<>();
    private final ArrayDeque<LoadConnection> free = new ArrayDeque<>();
    private final Punctuality punctuality;
    private long sent;
    private long started;
    private boolean stopped;
    private boolean closed;

    /** Creates a loop whose recording counts time from {@code origin} of the ticker. */
    public OpenLoop(Target target, Ticker ticker, long origin) {
        this.target = target;
        this.ticker = ticker;
        this.origin = origin;
        this.punctuality = new Punctuality(ticker.nanos());
        this.bootstrap = new Bootstrap().group(group).channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS);
    }

    /** Connects and begins to send. */
    public void start() {
        group.execute(() -> {
            for (int i = 0; i < target.connections(); i++) {
                connect();
            }
            started = ticker.nanos();
            punctuality.tick(started);
            punctuality.reset();
            tick();
        });
    }

    /** Returns the requests that have finished. */
    public Recording recording() {
        return log;
    }

    /** Forgets how late the generator was until now. */
    public void beginMeasuring() {
        group.execute(punctuality::reset);
    }

    /** Sends nothing more, waits for what is under way and returns how late the generator was. */
    public Lateness finish() {
        CompletableFuture<Lateness> quiet = new CompletableFuture<>();
        group.execute(() -> {
            stopped = true;
            awaitQuiet(quiet);
        });
        return quiet.join();
    }

    private void awaitQuiet(CompletableFuture<Lateness> quiet) {
        expire(ticker.nanos());
        if (waiting.isEmpty() && inFlight.isEmpty()) {
            quiet.complete(punctuality.lateness());
        } else {
            var _ = group.schedule(() -> awaitQuiet(quiet), 10, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        group.execute(() -> closed = true);
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void tick() {
        if (closed) {
            return;
        }
        long now = ticker.nanos();
        punctuality.tick(now);
        if (!stopped) {
            long due = started + sent * 1_000_000_000L / target.rps();
            while (due - now <= 0) {
                waiting.add(new Call(due, punctuality.before(due)));
                sent++;
                due = started + sent * 1_000_000_000L / target.rps();
            }
        }
        dispatch();
        expire(now);
        var _ = group.schedule(this::tick, TICK_MICROS, TimeUnit.MICROSECONDS);
    }

    private void dispatch() {
        while (!waiting.isEmpty() && !free.isEmpty()) {
            LoadConnection connection = free.poll();
            if (connection.isOpen()) {
                Call call = waiting.remove();
                inFlight.add(call);
                call.sentOn(connection);
                connection.send(call);
            }
        }
    }

    private void connect() {
        if (!closed) {
            bootstrap.clone().handler(new LoadConnection(this, target.host())).connect(target.address())
                    .addListener(done -> {
                        if (!done.isSuccess()) {
                            var _ = group.schedule(this::connect, 10, TimeUnit.MILLISECONDS);
                        }
                    });
        }
    }

    void connected(LoadConnection connection) {
        free.add(connection);
        dispatch();
    }

    void answered(LoadConnection connection, Call call, int status, @Nullable String servedBy) {
        Outcome outcome = status == 200
                ? Outcome.OK
                : new Outcome(status >= 500 ? Outcome.Kind.SERVER_ERROR : Outcome.Kind.BAD_ANSWER,
                        Integer.toString(status));
        finish(call, outcome, servedBy);
        if (connection.isOpen()) {
            free.add(connection);
            dispatch();
        }
    }

    void disconnected(@Nullable Call call) {
        if (call != null) {
            finish(call, new Outcome(Outcome.Kind.RESET, ""), null);
        }
        connect();
    }

    private void expire(long now) {
        expire(waiting, now);
        expire(inFlight, now);
    }

    /** Calls are in the order in which they were due; finished ones leave when they are at the head. */
    private void expire(ArrayDeque<Call> calls, long now) {
        for (Call oldest = calls.peek(); oldest != null; oldest = calls.peek()) {
            if (!oldest.done()) {
                if (now - oldest.due() <= target.patience().toNanos()) {
                    return;
                }
                finish(oldest, new Outcome(Outcome.Kind.TIMEOUT, ""), null);
                oldest.cut();
            }
            calls.remove();
        }
    }

    private void finish(Call call, Outcome outcome, @Nullable String servedBy) {
        if (call.finish()) {
            long now = ticker.nanos();
            long slept = punctuality.until(now) - call.sleptBefore();
            log.add(new Request((call.due() - origin) / 1000, (now - call.due() - slept) / 1000, outcome, HOME, HOME,
                    servedBy, SERVICE, false));
        }
    }
}
