package io.spillway.drill.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a topology. Everything that it started has ended when {@link #close} returns, and also when this
 * process dies in any way. Thread-safe, except that one thread at a time starts and ends processes.
 */
public final class Fleet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);
    private static final long POLL_MILLIS = 50;
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final int AT_ONCE = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final Duration ASK = Duration.ofSeconds(2);

    private final List<Component> components = new ArrayList<>();
    private final @Nullable Keeper keeper;
    private final Ticker ticker;
    private final Pause pause;
    private final HttpClient client = HttpClient.newBuilder().connectTimeout(ASK).build();

    /** Prepares a fleet whose process ids are recorded in {@code <folder>/pids}; nothing runs yet. */
    public Fleet(List<ComponentPlan> plans, Path folder, Ticker ticker, Pause pause) {
        this(plans, folder, ticker, pause, usual(Priority.path()));
    }

    /** Of drills: what they show is right without priorities too, if not as punctual. */
    static Function<Role, Priority> usual(String path) {
        List<String> missing = Priority.nice(1).missing(path);
        if (missing.isEmpty()) {
            return role -> Priority.nice(role.niceness());
        }
        LOG.warn("{} is not in PATH: all processes run at the priority of this one, and what is measured beside them"
                + " may be late", String.join(", ", missing));
        return _ -> Priority.NONE;
    }

    /**
     * Prepares the same with other priorities.
     *
     * @throws FleetException when a program is missing without which a process cannot run so
     */
    public Fleet(List<ComponentPlan> plans, Path folder, Ticker ticker, Pause pause,
            Function<Role, Priority> priorities) {
        this(plans, folder, ticker, pause, priorities, false);
    }

    private Fleet(List<ComponentPlan> plans, Path folder, Ticker ticker, Pause pause,
            Function<Role, Priority> priorities, boolean foreign) {
        this.ticker = ticker;
        this.pause = pause;
        for (ComponentPlan plan : plans) {
            List<String> missing = priorities.apply(plan.role()).missing(Priority.path());
            if (!missing.isEmpty()) {
                throw new FleetException(plan.name() + " cannot give way to others: " + String.join(", ", missing)
                        + " is not in PATH (expected: installed)");
            }
        }
        Path record = folder.resolve("pids");
        try {
            if (!foreign) {
                Files.createDirectories(folder);
                // A new file: the keeper of an earlier fleet in this folder may still read the old one.
                Files.deleteIfExists(record);
                Files.createFile(record);
            }
            for (ComponentPlan plan : plans) {
                Files.createDirectories(plan.log().toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the run folder " + folder + " cannot be written", e);
        }
        plans.forEach(plan -> components.add(new Component(plan, record, priorities.apply(plan.role()))));
        keeper = foreign ? null : new Keeper(record);
    }

    /**
     * Takes part in a fleet that another process has started and keeps: what runs of it is found in its record, and goes on
     * when this one is closed. What is started here ends with that process.
     *
     * @throws FleetException when the record cannot be read
     */
    public static Fleet join(List<ComponentPlan> plans, Path folder, Ticker ticker, Pause pause) {
        Fleet fleet = new Fleet(plans, folder, ticker, pause, usual(Priority.path()), true);
        try {
            for (String line : Files.readAllLines(folder.resolve("pids"))) {
                String[] fields = line.split(" ", 3);
                if (fields.length == 3 && fields[1].equals(Component.startTime(Long.parseLong(fields[0])))) {
                    fleet.components.stream().filter(each -> each.plan().name().equals(fields[2]))
                            .forEach(each -> ProcessHandle.of(Long.parseLong(fields[0])).ifPresent(each::adopt));
                }
            }
        } catch (IOException e) {
            throw new FleetException("the fleet of " + folder + " cannot be joined: " + e.getMessage());
        }
        return fleet;
    }

    /** Returns whether its processes go on when this process is gone: another one keeps them. */
    public boolean outlivesThisProcess() {
        return keeper == null;
    }

    /** Returns how this fleet waits. */
    public Pause pause() {
        return pause;
    }

    /** Returns the picked processes, in the order in which a fleet starts. */
    public List<Component> select(Selector selector) {
        return components.stream()
                .filter(component -> selector.picks(component.plan()))
                .sorted(java.util.Comparator.comparing(component -> component.plan().role()))
                .toList();
    }

    /**
     * Starts what of the picked processes does not run, role after role; registries and control planes are ready before the
     * next role starts. A few at a time: a process that starts wants a whole processor, and users may be served meanwhile.
     *
     * @param patience
     *            how long to wait for each that is waited for
     */
    public void start(Selector selector, Duration patience, Consumer<String> progress) throws InterruptedException {
        List<Component> picked = select(selector);
        List<Component> starting = new ArrayList<>();
        for (Role role : Role.values()) {
            List<Component> batch = picked.stream().filter(component -> component.plan().role() == role).toList();
            if (!batch.isEmpty()) {
                progress.accept("starting " + batch.size() + " x " + role.word());
                for (Component component : batch) {
                    awaitAtMost(starting, AT_ONCE - 1, patience);
                    component.start();
                    starting.add(component);
                }
                // Gateways wait for nothing but their snapshot, so services and sync may come up beside them.
                if (role == Role.PROXY || role == Role.ETCD || role == Role.CONTROL) {
                    awaitAtMost(starting, 0, patience);
                }
            }
        }
        awaitAtMost(starting, 0, patience);
    }

    /**
     * Ends processes without warning, all at once, and waits until they are gone.
     *
     * @return the nanoseconds between the first and the last
     */
    @CanIgnoreReturnValue
    public long kill(List<Component> picked) throws InterruptedException {
        long first = ticker.nanos();
        picked.forEach(Component::kill);
        long skew = ticker.nanos() - first;
        for (Component component : picked) {
            if (!component.awaitEnd(GRACE.toMillis())) {
                throw new FleetException(component.plan().name() + " lives " + GRACE.toMillis() + " ms after SIGKILL");
            }
        }
        return skew;
    }

    /**
     * Ends the running ones of the picked processes in an orderly way and starts them and those that did not run.
     *
     * @param patience
     *            how long to wait for the end, in which a gateway lets its connections end, and then for each that starts
     */
    public void restart(Selector selector, Duration patience, Consumer<String> progress) throws InterruptedException {
        end(select(selector), patience);
        start(selector, patience, progress);
    }

    /** Waits until all of them do their work; throws when one has ended or is not ready in time. */
    public void awaitReady(List<Component> waiting, Duration patience) throws InterruptedException {
        awaitAtMost(new ArrayList<>(waiting), 0, patience);
    }

    /** Waits until no more than so many of them are not ready yet, and takes the others off the list. */
    private void awaitAtMost(List<Component> left, int most, Duration patience) throws InterruptedException {
        long deadline = ticker.nanos() + patience.toNanos();
        while (left.size() > most) {
            for (Component component : List.copyOf(left)) {
                if (isReady(component.plan().ready())) {
                    left.remove(component);
                } else if (!component.isAlive()) {
                    throw new FleetException(component.plan().name() + " ended while starting:\n" + tail(component));
                }
            }
            if (left.size() <= most) {
                return;
            }
            if (ticker.nanos() - deadline > 0) {
                Component first = left.getFirst();
                throw new FleetException(first.plan().name() + " is not ready after " + patience.toSeconds() + " s ("
                        + first.plan().ready() + "):\n" + tail(first));
            }
            pause.millis(POLL_MILLIS);
        }
    }

    /** Returns whether the address answers 200 now. */
    public boolean isReady(URI ready) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(ready).timeout(ASK).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends everything: asks first, the data plane before what it depends on; the stubborn are killed. */
    @Override
    public void close() {
        Keeper mine = keeper;
        if (mine == null) {
            client.close();
            return;
        }
        try {
            end(select(Selector.ALL), GRACE);
        } catch (InterruptedException e) {
            components.forEach(Component::kill);
            Thread.currentThread().interrupt();
        } finally {
            mine.close();
            client.close();
        }
    }

    /** Asks them to end; who has not by then is killed. None runs afterwards. */
    private void end(List<Component> ending, Duration grace) throws InterruptedException {
        for (Component component : ending.reversed()) {
            component.resume();
            component.terminate();
        }
        long deadline = ticker.nanos() + grace.toNanos();
        List<Component> stubborn = new ArrayList<>();
        for (Component component : ending) {
            if (!component.awaitEnd(Math.max(1, (deadline - ticker.nanos()) / 1_000_000))) {
                LOG.warn("{} did not end within {} ms and is killed", component.plan().name(), grace.toMillis());
                stubborn.add(component);
            }
        }
        kill(stubborn);
    }

    private static String tail(Component component) {
        try {
            List<String> lines = Files.readAllLines(component.plan().log());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }
}
