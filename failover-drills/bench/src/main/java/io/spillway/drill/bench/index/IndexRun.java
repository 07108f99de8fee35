package io.spillway.drill.bench.index;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.CatalogBuilder;
import io.spillway.control.snapshot.CatalogChange;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.StateListener;
import io.spillway.control.state.StoredRecords;
import io.spillway.drill.fleet.FleetException;
import io.spillway.drill.fleet.Pause;
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
     * @param cpuMillisPerChange of this whole process, what it uses without changes taken off
     * @param loadSeconds from nothing to a whole catalog, reading and decoding included
     * @param heapMiB in use after a full collection, state and catalog
     */
    record Measured(double p50Millis, double p99Millis, double cpuMillisPerChange, double loadSeconds,
            double heapMiB) {}

    /**
     * Measures.
     *
     * @param warmUp changes before the first that counts
     * @param changes at least 1
     * @param perSecond how many a second
     */
    Measured run(int warmUp, int changes, int perSecond) throws InterruptedException {
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
            Changes all = new Changes(registry, node);
            all.play(warmUp, 0);
            long pace = TimeUnit.SECONDS.toNanos(1) / perSecond;
            double idle = cpuOf(() -> pause.millis(pace * changes / 1_000_000));
            Histogram latency = all.latency;
            latency.reset();
            double used = cpuOf(() -> all.play(changes, pace));
            return new Measured(latency.getValueAtPercentile(50) / 1e6, latency.getValueAtPercentile(99) / 1e6,
                    Math.max(0, used - idle) / changes, loadSeconds, heapMiB);
        }
    }

    /** Something that takes time. */
    private interface Work {
        void run() throws InterruptedException;
    }

    /** Returns the CPU of this process meanwhile, in milliseconds. */
    private static double cpuOf(Work work) throws InterruptedException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long before = system.getProcessCpuTime();
        work.run();
        return (system.getProcessCpuTime() - before) / 1e6;
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

        @Override
        public void onLoaded(ControlState state) {
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
