package io.spillway.drill.mock.fleet;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.spillway.drill.mock.message.XdsType;
import io.spillway.drill.mock.script.Program;
import io.spillway.drill.mock.script.Step;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Mock data planes, all of them on a few event loops. They connect as the ramps of their groups say, do their steps, and
 * then go on answering until the fleet is closed.
 *
 * <p>Safe for all threads but its own: what waits must not be called from a listener.
 */
public final class MockFleet implements AutoCloseable {

    private static final long POLL_MILLIS = 5;
    private static final long PATIENCE_SECONDS = 10;

    private final Ticker ticker;
    private final MultiThreadIoEventLoopGroup loops;
    private final List<RunningGroup> groups;
    private final List<LoopGroup> parts = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private MockFleet(Ticker ticker, FleetSettings settings, List<RunningGroup> groups) {
        this.ticker = ticker;
        this.groups = groups;
        this.loops = new MultiThreadIoEventLoopGroup(settings.threads(), new DefaultThreadFactory("mock", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    }

    /**
     * Starts the clients of some groups.
     *
     * @param ticker gives the times of receipts; events must be told in the same
     * @throws IOException when {@code settings.tls} cannot be used
     */
    public static MockFleet start(FleetSettings settings, List<Group> groups, ReceiptListener listener, Ticker ticker)
            throws IOException {
        Tls tls = settings.tls();
        List<@Nullable IntFunction<SslContext>> contexts = new ArrayList<>();
        for (Group group : groups) {
            contexts.add(tls == null ? null : tls.contexts(group));
        }
        MockFleet fleet = new MockFleet(ticker, settings,
                groups.stream().map(group -> new RunningGroup(group, listener)).toList());
        SplittableRandom random = new SplittableRandom(settings.seed());
        List<EventLoop> threads = new ArrayList<>();
        for (int i = 0; i < settings.threads(); i++) {
            threads.add(fleet.loops.next());
        }
        List<Frame> frames = threads.stream().map(loop -> new Frame()).toList();
        for (int number = 0; number < groups.size(); number++) {
            RunningGroup group = fleet.groups.get(number);
            List<LoopGroup> spread = new ArrayList<>();
            for (int i = 0; i < threads.size(); i++) {
                EventLoop loop = threads.get(i);
                spread.add(new LoopGroup(loop, ticker, group,
                        new Connections(loop, settings.addresses(), contexts.get(number)),
                        frames.get(i)));
            }
            fleet.parts.addAll(spread);
            start(group, spread, random);
        }
        return fleet;
    }

    /** Clients of one connection are on one event loop. */
    private static void start(RunningGroup running, List<LoopGroup> spread, SplittableRandom random) {
        Group group = running.group;
        for (int i = 0; i < group.count(); i++) {
            LoopGroup home = spread.get(i / group.clientsPerConnection() % spread.size());
            long after = group.ramp().nanos(i, group.count(), random);
            int number = i;
            SplittableRandom own = random.split();
            home.loop.execute(() -> {
                MockClient client = new MockClient(home, number, own);
                home.clients.add(client);
                home.watch(home.loop.schedule(client::start, after, TimeUnit.NANOSECONDS));
            });
        }
    }

    /** Returns the results so far, in the order of the groups. */
    public List<GroupResult> results() {
        return groups.stream().map(each -> each.book.result(each.group)).toList();
    }

    /** Returns the results of a group so far. */
    public GroupResult results(String group) {
        RunningGroup found = group(group);
        return found.book.result(found.group);
    }

    /** Waits until every client has a stream; returns whether that was so in time. */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        return await(limit, () -> groups.stream().allMatch(each -> each.book.connected.get() == each.group.count()));
    }

    /** Waits until every client has done its steps; returns whether that was so in time. */
    public boolean awaitFinished(Duration limit) throws InterruptedException {
        return await(limit, () -> groups.stream().allMatch(each -> each.book.finished.get() == each.group.count()));
    }

    /**
     * Says that an event was made that gives a resource a new version. The time from it to the receipt of the first version
     * that came after it is measured for every client.
     */
    public void event(XdsType type, String name, long nanos) {
        groups.forEach(group -> group.events.add(type, name, nanos));
    }

    /** Lets the clients of a group do more steps, after those that they have. */
    public void play(String group, Step... steps) {
        RunningGroup running = group(group);
        Program program = Program.of(List.of(steps));
        for (LoopGroup part : parts) {
            if (part.group.equals(running)) {
                onLoop(part, () -> {
                    int again = (int) part.clients.stream().filter(MockClient::isFinished).count();
                    running.book.finished.addAndGet(-again);
                    part.clients.forEach(client -> client.play(program));
                    return 0;
                });
            }
        }
    }

    /** Returns how many clients of a group are so now. */
    public int count(String group, Predicate<ClientView> condition) {
        RunningGroup running = group(group);
        int count = 0;
        for (LoopGroup part : parts) {
            if (part.group.equals(running)) {
                count += onLoop(part, () -> (int) part.clients.stream()
                        .filter(client -> condition.test(new ClientView(client.number(), client.session()))).count());
            }
        }
        return count;
    }

    /** Waits so long, or until the fleet is closed. */
    public void pause(Duration time) throws InterruptedException {
        boolean over = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        assert !over || closed.getCount() == 0;
    }

    /** Returns when it is on the clock that the receipts have. */
    public long nanos() {
        return ticker.nanos();
    }

    /** Ends every stream and connection. */
    @Override
    public void close() {
        closed.countDown();
        for (LoopGroup part : parts) {
            onLoop(part, () -> {
                part.clients.forEach(MockClient::stop);
                return 0;
            });
        }
        loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(PATIENCE_SECONDS,
                TimeUnit.SECONDS);
    }

    private RunningGroup group(String name) {
        return groups.stream().filter(each -> each.group.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("group: " + name + " (expected: one of "
                        + groups.stream().map(each -> each.group.name()).toList() + ")"));
    }

    private static int onLoop(LoopGroup part, Callable<Integer> work) {
        return part.loop.submit(work).syncUninterruptibly().getNow();
    }

    private boolean await(Duration limit, BooleanSupplier condition) throws InterruptedException {
        long end = ticker.nanos() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (ticker.nanos() - end >= 0 || closed.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }
}
