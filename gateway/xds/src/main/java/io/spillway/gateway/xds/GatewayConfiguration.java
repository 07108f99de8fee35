package io.spillway.gateway.xds;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.spillway.gateway.snapshot.RoutingSnapshot;
import io.spillway.gateway.xds.demand.OnDemand;
import io.spillway.gateway.xds.disk.BadFile;
import io.spillway.gateway.xds.disk.LastKnownGood;
import io.spillway.gateway.xds.disk.Loaded;
import io.spillway.gateway.xds.disk.StoredWorld;
import io.spillway.gateway.xds.world.Rejection;
import io.spillway.gateway.xds.world.ResourceSink;
import io.spillway.gateway.xds.world.World;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of one gateway: always one complete, immutable snapshot, from the control plane when there is one
 * and from the disk when there is none. Losing the control plane changes nothing that is served.
 *
 * <p>
 * Safe for use by any thread. {@link #close()} ends its threads.
 */
public final class GatewayConfiguration implements AutoCloseable {

    private final LiveWorld live;
    private final LastKnownGood disk;

    private GatewayConfiguration(LiveWorld live, LastKnownGood disk) {
        this.live = live;
        this.disk = disk;
    }

    /**
     * Starts. With a usable snapshot on disk it is served when this returns. With none, this returns at once and the
     * first snapshot comes from a control plane. When there are files and all are unusable, this waits for a control
     * plane: one that answers in time makes the files be put aside, else the start is refused.
     */
    public static StartResult start(GatewaySettings settings) {
        return start(settings, () -> new AssemblerSink(settings.identity().idc(), settings.subscription()));
    }

    static StartResult start(GatewaySettings settings, Supplier<ResourceSink> sinks) {
        LastKnownGood disk;
        Surroundings surroundings = settings.surroundings();
        try {
            disk = LastKnownGood.open(settings.folder(), settings.identity().idc(), settings.timing().bake(),
                    surroundings.clock(), surroundings.observer());
        } catch (IOException e) {
            return new StartResult.Refused("snapshot folder " + settings.folder() + ": " + e
                    + " (expected: a folder that this process may write)", List.of(settings.folder()));
        }
        Rebuilding rebuilding = new Rebuilding(sinks, settings.subscription() instanceof ClusterSubscription.OnDemand);
        Loaded loaded;
        try {
            loaded = disk.load(rebuilding);
        } catch (IOException e) {
            disk.close();
            return new StartResult.Refused("snapshot folder " + settings.folder() + ": " + e
                    + " (expected: a folder that this process may read)", List.of(settings.folder()));
        }
        LiveWorld live = new LiveWorld(settings, rebuilding.world, disk);
        GatewayConfiguration configuration = new GatewayConfiguration(live, disk);
        return switch (loaded) {
            case Loaded.Usable usable -> {
                Duration age = Duration.between(usable.world().writtenAt(), surroundings.clock().instant());
                live.startRestored(age.isNegative() ? Duration.ZERO : age);
                yield new StartResult.Started(configuration);
            }
            case Loaded.Nothing() -> {
                live.startEmpty(List.of());
                yield new StartResult.Started(configuration);
            }
            case Loaded.AllBad(var files) -> configuration.startOver(files, settings);
        };
    }

    /** Returns where the newest snapshot is read; before the first one it has no routes and no clusters. */
    public Supplier<RoutingSnapshot> current() {
        return live::current;
    }

    /** Waits for the first snapshot; returns whether it is there. */
    public boolean awaitFirst(Duration atMost) {
        return live.awaitFirst(atMost);
    }

    /** Returns how fresh the configuration is, now. */
    public ConfigurationStatus status() {
        return live.status();
    }

    /** Lets a listener know of each snapshot after it is served. Called on the owner thread: it must not block. */
    public void onSwap(Consumer<RoutingSnapshot> listener) {
        live.onSwap(listener);
    }

    /** Returns by whom clusters are asked for, or null when all are subscribed. */
    public @Nullable OnDemand onDemand() {
        return live.demand();
    }

    /** Looks for idle services without waiting for the time to do so. */
    void forgetIdle() {
        live.forgetIdleSoon();
    }

    /** Ends the stream, writes the newest snapshot, and stops. The last snapshot can still be read. */
    @Override
    public void close() {
        live.close();
        disk.close();
    }

    private StartResult startOver(List<BadFile> files, GatewaySettings settings) {
        live.startEmpty(files);
        Duration deadline = settings.timing().startWithin();
        if (live.awaitFirst(deadline)) {
            return new StartResult.Started(this);
        }
        close();
        String named = files.stream().map(BadFile::toString).collect(Collectors.joining("; "));
        List<Path> paths = files.stream().map(BadFile::file).toList();
        return new StartResult.Refused("no snapshot on disk can be used and no control plane of " + settings.control()
                + " gave a configuration within " + deadline + ": " + named
                + " (expected: a control plane that answers, or these files removed)", paths);
    }

    /** Builds a world from each file that is read until one is usable. Used by the thread that starts. */
    private static final class Rebuilding implements Function<StoredWorld, Optional<String>> {

        private final Supplier<ResourceSink> sinks;
        private final boolean onDemand;
        private World world;

        Rebuilding(Supplier<ResourceSink> sinks, boolean onDemand) {
            this.sinks = sinks;
            this.onDemand = onDemand;
            this.world = new World(sinks.get(), onDemand);
        }

        @Override
        public Optional<String> apply(StoredWorld stored) {
            World rebuilt = new World(sinks.get(), onDemand);
            Optional<Rejection> rejection = rebuilt.restore(stored.resources());
            if (rejection.isEmpty()) {
                world = rebuilt;
            }
            return rejection.map(refused -> "holds " + refused.name() + ": " + refused.why());
        }
    }
}
