package io.spillway.control.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.spillway.control.health.probe.Dial;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.LoadReport;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.registry.Registry;
import io.spillway.wire.record.HealthRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The health checks of this node. One thread, {@code health}, owns everything here and makes the checks as well. What is
 * found goes into this node's state at once, so that a lost registry delays nothing, and into the registry, from where
 * the other nodes have it.
 */
public final class HealthService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HealthService.class);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop loop;
    private final HealthWriter writer;
    private final Targets targets; // owned by the loop
    private final Supplier<LoadReport> load;

    /**
     * What the service takes from outside.
     *
     * @param mine tells whether this node checks a workload
     * @param load what data planes report
     * @param random for jitter; used by one thread
     */
    public record Setting(String idc, String node, HealthSettings settings, StateKeeper.Times times,
            RandomGenerator random, Predicate<String> mine, Supplier<LoadReport> load, Told told) {}

    /** Who is told. Calls come from one thread and must not block. */
    public interface Told extends HealthObserver {

        /** This node has found something out about a workload; null: nothing is against it any more. */
        void judged(String workload, @Nullable HealthRecord record);

        /** The registry has, since that revision, what was told of a workload. */
        void written(String workload, @Nullable HealthRecord record, long revision);

        /** Checks are not believed, or are again when {@code alarm} is empty. */
        void contradicted(String alarm);
    }

    /** Creates a service and starts its thread; nothing is checked before {@link #onLoaded}. */
    public HealthService(Setting setting, Registry registry) {
        this.group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("health", true),
                NioIoHandler.newFactory());
        this.loop = group.next();
        this.load = setting.load();
        Executor lookups = task -> Thread.ofVirtual().name("health-lookup").start(task);
        this.writer = new HealthWriter(registry, setting.told()::written).start();
        Consumer<Targets.Found> publish = found -> {
            setting.told().judged(found.workload(), found.record());
            writer.put(found.workload(), Optional.ofNullable(found.record()));
        };
        this.targets = new Targets(setting, new Dial(group, lookups), publish);
        var _ = loop.scheduleAtFixedRate(() -> guarded(targets::step), setting.settings().tick().toNanos(),
                setting.settings().tick().toNanos(), TimeUnit.NANOSECONDS);
        var _ = loop.scheduleWithFixedDelay(() -> guarded(() -> targets.look(load.get())), LOOK.toMillis(),
                LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes the first whole state; from now on workloads are checked. */
    public void onLoaded(ControlState state) {
        run(() -> targets.all(state));
    }

    /** Takes a change of the state. */
    public void onChange(StateChange change) {
        run(() -> targets.changed(change.state(), change.resources()));
    }

    /** Looks anew at which workloads this node checks, because that has changed. */
    public void onOwners() {
        run(targets::owners);
    }

    /** Returns what is known, at most half a second old. Safe for any thread. */
    public HealthView view(ControlState state) {
        return targets.view(state);
    }

    /** Returns how late the latest checks began, in nanoseconds, and how many were on at the last look. */
    public Pace pace() {
        return targets.pace();
    }

    /** How well checks keep up. */
    public record Pace(long lateNanos, int running) {}

    /** Ends all checks. What is held against workloads stays. */
    @Override
    public void close() {
        run(targets::close);
        writer.close();
        var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private void run(Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> guarded(task));
        }
    }

    /** One workload that cannot be handled must not end the checks of all. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException bug) {
            LOG.error("a step of the health checks failed", bug);
        }
    }
}
