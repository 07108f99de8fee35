package io.spillway.drill.bench.index;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.drill.bench.measure.Meter;
import io.spillway.drill.bench.measure.ThreadClock;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.Pause;
import io.spillway.gateway.bench.process.MachineLoad;
import io.spillway.model.resource.WorkloadState;
import io.spillway.model.time.Ticker;
import org.HdrHistogram.Histogram;

/**
 * Loads a world into the state and catalog of a control node, as the process does it, and changes one workload after the
 * other. Measured is from the moment at which the watch delivers the event until the bytes of every resource that it changes
 * are ready to be sent. Used by one thread.
 */
final class IndexRun {
    private static final Duration LOADING = Duration.ofMinutes(10);
    private static final long PATIENCE_SECONDS = 10;
    private static final Duration NO_RECONCILIATION = Duration.ofDays(1);
    private static final long IDLE_MILLIS = 2000;
    /** Compilers that use less than this rest. */
    private static final double MOST_COMPILING = 3;
    private static final int WARM_UP_BATCH = 1000;
    private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Size size;
    private final World world;
    private final Ticker ticker;
    private final Pause pause;

    IndexRun(Size size, Ticker ticker, Pause pause) {
        this.size = size;
        this.world = new World(size);
        this.ticker = ticker;
        this.pause = pause;
    }

    /**
     * What was measured.
     *
     * @param p50Millis from the event to the bytes
     * @param stateCpuMillisPerChange of the one thread that folds a change in and makes its bytes
     * @param cpuMillisPerChange of this whole process, what it uses without changes taken off: the bench's own encoding of
     *        every change, the collector and the compilers are in it
     * @param compilingPercent what the compilers used of that, 0..100
     * @param otherPercent what others used of all processors meanwhile, 0..100
     * @param loadSeconds from nothing to a whole catalog, reading and decoding included
     * @param heapMiB in use after a full collection, state and catalog
     */
    record Measured(double p50Millis, double p99Millis, double stateCpuMillisPerChange, double cpuMillisPerChange,
            double compilingPercent, double otherPercent, double loadSeconds, double heapMiB) {}

    /**
     * How it is measured.
     *
     * @param warmUp changes that are made at least before the first that counts
     * @param warmUpSeconds how long more are made at most, until the compilers rest
     * @param changes at least 1
     * @param perSecond how many a second, 1 or more
     */
    record Pace(int warmUp, int warmUpSeconds, int changes, int perSecond) {}

    /** Measures. */
    Measured run(Pace pace) throws InterruptedException {
        long heapBefore = heap();
        FedRegistry registry = new FedRegistry(world.listing());
        Node node = new Node();
        long began = ticker.nanos();
        try (StateKeeper keeper = new StateKeeper(registry, new StoredRecords(),
                new StateKeeper.Times(ticker, InstantSource.fixed(Instant.EPOCH)), NO_RECONCILIATION, node)) {
            keeper.start();
            if (!node.loaded.await(LOADING.toSeconds(), TimeUnit.SECONDS)) {
                throw new FleetException(size.word() + " was not loaded within " + LOADING);
            }
            double loadSeconds = (ticker.nanos() - began) / 1e9;
            registry.forget();
            double heapMiB = (heap() - heapBefore) / 1024.0 / 1024.0;
            Meter meter = Meter.ofThisProcess(new MachineLoad(), ticker);
            Changes all = new Changes(registry, node);
            all.warmUp(pace, meter);
            return measured(pace, all, meter, loadSeconds, heapMiB);
        }
    }

    private Measured measured(Pace pace, Changes all, Meter meter, double loadSeconds, double heapMiB)
            throws InterruptedException {
        long nanos = TimeUnit.SECONDS.toNanos(1) / pace.perSecond();
        meter.idle(IDLE_MILLIS);
        all.latency.reset();
        ThreadClock clock = new ThreadClock(all.node.thread);
        double before = clock.millis();
        meter.begin();
        all.play(pace.changes(), nanos);
        Meter.Spent spent = meter.end();
        return new Measured(all.latency.getValueAtPercentile(50) / 1e6, all.latency.getValueAtPercentile(99) / 1e6,
                (clock.millis() - before) / pace.changes(), spent.cpuMillis() / pace.changes(),
                spent.compilingPercent(), spent.otherPercent(), loadSeconds, heapMiB);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Workloads go down and come back in an order without a pattern, each change when the one before has its bytes. */
    private final class Changes {
        private final FedRegistry registry;
        private final Node node;
        private final Histogram latency = new Histogram(HIGHEST_NANOS, 3);
        private final SplittableRandom random = new SplittableRandom(1);
        private final boolean[] down = new boolean[size.workloads()];
        private long revision = 1;

        Changes(FedRegistry registry, Node node) {
            this.registry = registry;
            this.node = node;
        }

        /** Makes changes as fast as they are taken. */
        void warmUp(Pace pace, Meter meter) throws InterruptedException {
            play(pace.warmUp(), 0);
            long end = ticker.nanos() + TimeUnit.SECONDS.toNanos(pace.warmUpSeconds());
            boolean warm = false;
            while (!warm && ticker.nanos() - end < 0) {
                meter.begin();
                play(WARM_UP_BATCH, 0);
                warm = meter.end().compilingPercent() <= MOST_COMPILING;
            }
        }

        void play(int count, long paceNanos) throws InterruptedException {
            long next = ticker.nanos();
            for (int i = 0; i < count; i++) {
                next += paceNanos;
                pause.millis(Math.max(0, (next - ticker.nanos()) / 1_000_000));
                int workload = random.nextInt(down.length);
                down[workload] = !down[workload];
                revision++;
                registry.put(world.workload(workload, down[workload] ? WorkloadState.DOWN : WorkloadState.UP,
                        revision));
                Done done = node.done.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (done == null || !done.change.changed(ResourceType.ENDPOINT).contains(world.clusterOf(workload))) {
                    throw new FleetException("the change of workload-" + workload + " changed "
                            + (done == null ? "nothing" : done.change.changed(ResourceType.ENDPOINT))
                            + " (expected: " + world.clusterOf(workload) + ")");
                }
                latency.recordValue(Math.min(HIGHEST_NANOS, done.nanos));
            }
        }
    }

    /** A change of which the bytes are ready, so long after its event. */
    private record Done(CatalogChange change, long nanos) {}

    /** Builds catalogs as a control node does; on the state's thread. */
    private final class Node implements StateListener {
        private final CatalogBuilder builder = new CatalogBuilder(World.IDC, () -> 1);
        private final CountDownLatch loaded = new CountDownLatch(1);
        private final SynchronousQueue<Done> done = new SynchronousQueue<>();
        private Catalog catalog = Catalog.empty();
        private volatile long thread;

        @Override
        public void onLoaded(ControlState state) {
            thread = Thread.currentThread().threadId();
            loaded.countDown();
        }

        @Override
        public void onChange(StateChange change) {
            CatalogChange next = builder.update(catalog, change.state(), change.touched());
            long ready = ticker.nanos();
            catalog = next.catalog();
            if (loaded.getCount() == 0) {
                hand(new Done(next, ready - change.receivedNanos()));
            }
        }

        private void hand(Done one) {
            try {
                if (!done.offer(one, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody waits for this change");
                }
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
