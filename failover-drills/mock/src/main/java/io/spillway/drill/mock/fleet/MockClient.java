package io.spillway.drill.mock.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.grpc.Status;
import io.netty.util.concurrent.ScheduledFuture;
import io.spillway.drill.mock.script.Cursor;
import io.spillway.drill.mock.script.Program;
import io.spillway.drill.mock.script.Step;
import io.spillway.drill.mock.session.Session;
import io.spillway.drill.mock.session.ViolationKind;
import org.jspecify.annotations.Nullable;

/**
 * One data plane: its session, its stream, and how far it is in its program. Belongs to its event loop.
 */
final class MockClient implements ClientStream.Listener {

    private final LoopGroup home;
    private final int number;
    private final String name;
    private final SplittableRandom random;
    private final ClientStream stream;
    private final ClientOutput output;
    private final Session session;
    private final ArrayDeque<Cursor> programs = new ArrayDeque<>(1);
    private final StepRunner runner;
    private int address;
    private boolean wanted;
    private boolean resume;
    private boolean stopped;
    private boolean finished;
    private boolean everConnected;
    private long connectAt;
    private long retryAt = Session.NEVER;
    private long timerAt = Session.NEVER;
    private @Nullable ScheduledFuture<?> timer;

    MockClient(LoopGroup home, int number, SplittableRandom random) {
        this.home = home;
        this.number = number;
        this.name = home.group.group.client(number);
        this.random = random;
        this.stream = new ClientStream(home);
        this.output = new ClientOutput(home, stream, number, name);
        this.session = Session.of(home.group.group.protocol(), home.group.types, home.group.group.limits(),
                home.scratch, output);
        this.runner = new StepRunner(this, session);
        this.address = number % home.connections.addresses();
        programs.add(home.group.program.cursor());
    }

    int number() {
        return number;
    }

    Session session() {
        return session;
    }

    boolean isFinished() {
        return finished;
    }

    /** Begins with the program. */
    void start() {
        if (!stopped) {
            connect(false);
            go();
        }
    }

    /** Does more steps, after those that it has. */
    void play(Program more) {
        programs.add(more.cursor());
        finished = false;
        go();
    }

    /** Ends for good. */
    void stop() {
        stopped = true;
        disconnect();
        ScheduledFuture<?> waiting = timer;
        if (waiting != null) {
            waiting.cancel(false);
        }
    }

    void connect(boolean resumed) {
        wanted = true;
        resume = resumed;
        retryAt = Session.NEVER;
        connectAt = now();
        stream.open(new Connections.Slot(address, number / home.group.group.clientsPerConnection()), this);
    }

    void disconnect() {
        wanted = false;
        retryAt = Session.NEVER;
        gone();
        stream.close();
    }

    void nextAddress() {
        address = (address + 1) % home.connections.addresses();
    }

    boolean isConnecting() {
        return wanted && !session.isOpen();
    }

    void missed(String condition) {
        home.group.book.missed(name + ": " + condition);
    }

    /** Returns the next step, or null when there is none at present. */
    @Nullable
    Step nextStep() {
        while (!programs.isEmpty()) {
            Step step = programs.element().next();
            if (step != null) {
                return step;
            }
            programs.remove();
        }
        if (!finished) {
            finished = true;
            home.group.book.finished.incrementAndGet();
        }
        return null;
    }

    @Override
    public void opened() {
        GroupBook book = home.group.book;
        book.connected.incrementAndGet();
        book.streams.increment();
        if (!everConnected) {
            everConnected = true;
            book.everConnected.incrementAndGet();
        }
        book.connects.recordValue(Math.max(0, now() - connectAt));
        session.open(resume, now());
        go();
    }

    @Override
    public void received(Frame frame) {
        String problem = home.walker.walk(frame.octets(), frame.length(), home.group.group.protocol());
        if (problem == null) {
            session.receive(home.walker.view(), now());
            go();
            return;
        }
        home.group.book.violation(ViolationKind.MALFORMED_RESPONSE, name + ": " + problem, 1);
        gone();
        stream.close();
        lost("what came is no response", Duration.ZERO);
    }

    @Override
    public void ended(Status status, Duration advice) {
        String description = status.getDescription();
        gone();
        lost(status.getCode() + (description == null ? "" : ": " + description), advice);
    }

    private void gone() {
        if (session.isOpen()) {
            session.close();
            home.group.book.connected.decrementAndGet();
        }
    }

    private void lost(String reason, Duration advice) {
        home.group.book.ended(reason);
        Retry retry = home.group.group.retry();
        int refused = address;
        if (retry.next()) {
            nextAddress();
        }
        resume = retry.resume();
        // What a server says of itself is no word about another one.
        retryAt = now() + retry.wait(random, address == refused ? advice : Duration.ZERO).toNanos();
        go();
    }

    /** Does everything that can be done now, and sees to it that this is called when there is more. */
    private void go() {
        if (stopped) {
            return;
        }
        if (retryAt != Session.NEVER && retryAt - now() <= 0) {
            connect(resume);
        }
        session.tick(now());
        runner.run(now());
        schedule();
    }

    private void schedule() {
        long due = earlier(earlier(session.isOpen() ? session.nextDue() : Session.NEVER, runner.nextDue()), retryAt);
        ScheduledFuture<?> waiting = timer;
        if (due == Session.NEVER || (waiting != null && timerAt - due <= 0)) {
            return;
        }
        if (waiting != null) {
            waiting.cancel(false);
        }
        timerAt = due;
        ScheduledFuture<?> next = home.loop.schedule(this::wake, Math.max(0, due - now()), TimeUnit.NANOSECONDS);
        home.watch(next);
        timer = next;
    }

    private void wake() {
        timer = null;
        timerAt = Session.NEVER;
        go();
    }

    private long now() {
        long nanos = home.ticker.nanos();
        output.at(nanos);
        return nanos;
    }

    private static long earlier(long one, long other) {
        if (one == Session.NEVER) {
            return other;
        }
        return other == Session.NEVER || one - other <= 0 ? one : other;
    }

    @Override
    public String toString() {
        return name;
    }
}
