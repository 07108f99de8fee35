package io.spillway.drill.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.spillway.drill.load.Entrances.Entrance;
import io.spillway.drill.load.Source.Due;
import io.spillway.drill.measure.Outcome;
import io.spillway.drill.measure.Recording;
import io.spillway.drill.measure.Request;
import io.spillway.drill.measure.RequestLog;
import io.spillway.model.time.Ticker;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests when they are due, whether or not earlier ones were answered (open loop), and measures every latency
 * from the time at which the request was due, so that a stall counts against everybody who would have been hurt by it.
 * How late the generator itself was is measured as well. One event loop owns everything; the recording and the
 * punctuality may be read by any thread.
 */
public final class LoadGenerator implements AutoCloseable {

    private static final long SWEEP_MILLIS = 20;
    private static final long LONGEST_LATE_MICROS = 60_000_000L;

    private final LoadPlan plan;
    private final Ticker ticker;
    private final long originNanos;
    private final RequestLog log = new RequestLog();
    private final MultiThreadIoEventLoopGroup group;
    /** The rest is owned by the event loop. */
    private final Entrances entrances;
    private final Messages messages;
    private final Carrier http1;
    private final Carrier http2;
    private final List<LoggedRequest> logged;
    private final List<Source> sources = new ArrayList<>();
    private final ArrayDeque<Exchange> inFlight = new ArrayDeque<>();
    private final Histogram lateness = new Histogram(LONGEST_LATE_MICROS, 2);
    private long sent;
    private long sentBefore;
    private boolean stopped;

    /** Prepares a generator whose recording counts time from the ticker's {@code originNanos}. */
    public LoadGenerator(LoadPlan plan, Ticker ticker, long originNanos) {
        this.plan = plan;
        this.ticker = ticker;
        this.originNanos = originNanos;
        this.entrances = new Entrances(plan.entrances());
        this.messages = new Messages();
        this.logged = logged(plan.replay());
        boolean epoll = Epoll.isAvailable();
        this.group = new MultiThreadIoEventLoopGroup(1,
                epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        Bootstrap bootstrap = new Bootstrap().group(group)
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(plan.connectTimeout().toMillis()));
        this.http1 = new Http1Carrier(this, bootstrap, messages, ticker);
        this.http2 = new Http2Carrier(this, bootstrap, messages);
    }

    private static List<LoggedRequest> logged(@Nullable ReplayedLog replay) {
        try {
            return replay == null ? List.of() : LoggedRequest.read(replay.file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to send. */
    public void start() {
        group.execute(() -> {
            long start = ticker.nanos();
            for (int i = 0; i < plan.groups().size(); i++) {
                // Groups are offset, so that their requests do not come in pairs.
                UserGroup users = plan.groups().get(i);
                long offset = (long) (1e9 / users.rps() * i / plan.groups().size());
                sources.add(new Schedule(users, plan.hostsOf(users), start + offset, plan.ramp()));
            }
            ReplayedLog replay = plan.replay();
            if (replay != null) {
                sources.add(new Replay(logged, replay.speed(), start));
            }
            sources.forEach(this::sendDue);
            sweep();
        });
    }

    /** Returns what users are to send per second at first, all together. */
    public double rps() {
        ReplayedLog replay = plan.replay();
        return plan.groups().stream().mapToDouble(users -> users.shape().rate(users.rps(), 0)).sum()
                + (replay == null ? 0 : new Replay(logged, replay.speed(), 0).rps());
    }

    /** Returns the requests that have finished so far. */
    public Recording recording() {
        return log;
    }

    /** Counts punctuality from now on: what came before was a warm-up. */
    public void beginMeasuring() {
        group.execute(() -> {
            lateness.reset();
            sentBefore = sent;
            long now = ticker.nanos();
            sources.forEach(each -> each.beginMeasuring(now));
        });
    }

    /** Returns how the generator kept its schedule since {@link #beginMeasuring}; asks the event loop, so it may take as long as that is late. */
    public Punctuality punctuality() {
        return group.submit(this::punctualityNow).syncUninterruptibly().getNow();
    }

    private Punctuality punctualityNow() {
        long now = ticker.nanos();
        long due = sent - sentBefore;
        if (!stopped) {
            for (Source source : sources) {
                due += source.overdue(now);
            }
        }
        return new Punctuality(due, sent - sentBefore, lateness.getValueAtPercentile(99) / 1000.0,
                lateness.getMaxValue() / 1000.0);
    }

    /** Sends nothing more and waits until what is under way is answered or out of patience. */
    public void drain() {
        CompletableFuture<Boolean> nothing = new CompletableFuture<>();
        group.execute(() -> {
            stopped = true;
            checkNothingInFlight(nothing);
        });
        nothing.join();
    }

    /** Ends at once. */
    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void checkNothingInFlight(CompletableFuture<Boolean> nothing) {
        expire();
        if (inFlight.isEmpty()) {
            nothing.complete(true);
        } else {
            var _ = group.schedule(() -> checkNothingInFlight(nothing), SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void sendDue(Source schedule) {
        if (stopped) {
            return;
        }
        long now = ticker.nanos();
        for (Due due = schedule.poll(now); due != null; due = schedule.poll(now)) {
            sent++;
            lateness.recordValue(Math.clamp((now - due.atNanos()) / 1000, 0, LONGEST_LATE_MICROS));
            Exchange exchange = new Exchange(due, schedule.protocol(),
                    entrances.candidates(due.home(), now).iterator());
            inFlight.add(exchange);
            tryNext(exchange);
        }
        var _ = group.schedule(() -> sendDue(schedule), schedule.nextNanos() - ticker.nanos(), TimeUnit.NANOSECONDS);
    }

    private void tryNext(Exchange exchange) {
        Entrance entrance = exchange.nextCandidate();
        if (entrance == null) {
            failed(exchange, new Outcome(Outcome.Kind.REFUSED, ""));
        } else {
            carrier(exchange.protocol()).carry(exchange, entrance);
        }
    }

    private Carrier carrier(Protocol protocol) {
        return protocol == Protocol.HTTP1 ? http1 : http2;
    }

    /** No byte was sent: the user tries the next address. */
    void refused(Exchange exchange, Entrance entrance) {
        entrance.shun(ticker.nanos());
        tryNext(exchange);
    }

    /** The entrance did not look at it: the user asks it again. */
    void again(Exchange exchange, Entrance entrance) {
        if (!exchange.isDone()) {
            carrier(exchange.protocol()).carry(exchange, entrance);
        }
    }

    /** A connection is free for the next request. */
    void free(Entrance entrance, Channel channel) {
        entrance.idle().offer(channel, ticker.nanos());
    }

    void answered(Exchange exchange, HttpResponse head, HttpHeaders trailers) {
        finish(exchange, messages.outcome(exchange, head, trailers),
                Messages.field(head, trailers, Messages.SERVED_IDC));
    }

    void failed(Exchange exchange, Outcome outcome) {
        finish(exchange, outcome, null);
    }

    private void finish(Exchange exchange, Outcome outcome, @Nullable String servedBy) {
        if (!exchange.finish()) {
            return;
        }
        Due due = exchange.due();
        Entrance entrance = exchange.entrance();
        long latency = ticker.nanos() - due.atNanos();
        log.add(new Request((due.atNanos() - originNanos) / 1000, latency / 1000, outcome, due.home(),
                entrance == null ? null : entrance.idc(), servedBy, due.service(), due.post(), due.users()));
    }

    private void sweep() {
        expire();
        var _ = group.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void expire() {
        long now = ticker.nanos();
        long patience = plan.patience().toNanos();
        for (Exchange oldest = inFlight.peek(); oldest != null; oldest = inFlight.peek()) {
            boolean expired = now - oldest.due().atNanos() > patience;
            if (!oldest.isDone() && !expired) {
                return;
            }
            inFlight.remove();
            Channel channel = oldest.channel();
            if (!oldest.isDone()) {
                failed(oldest, new Outcome(Outcome.Kind.TIMEOUT, ""));
                if (channel != null) {
                    var _ = channel.close();
                }
            }
        }
    }
}
