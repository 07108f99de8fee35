package io.spillway.gateway.xds.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.spillway.gateway.xds.event.ConfigurationEvent.DiskFailed;
import io.spillway.gateway.xds.event.ConfigurationEvent.Promoted;
import io.spillway.gateway.xds.event.ConfigurationObserver;
import io.spillway.gateway.xds.thread.OwnerThread;
import io.spillway.gateway.xds.world.HeldResource;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway starts from when no control plane answers.
 *
 * <p>
 * The newest snapshot is written as <em>candidate</em> within moments, so that a restart has something; it becomes one
 * of three <em>good</em> generations only after the process has served for {@code bake} since it was taken. A candidate
 * gets one start: it is renamed before it is used, and a process that dies of it starts from the proven generations the
 * next time. While snapshots keep changing, every {@code bake} the one that was new at its beginning is promoted.
 *
 * <p>
 * All writes happen on the thread {@code xds-disk}, which owns the fields marked so: an Ack never waits for the disk.
 */
public final class LastKnownGood implements AutoCloseable {

    /** How many proven snapshots are kept. */
    public static final int GENERATIONS = 3;

    private final SnapshotDirectory directory;
    private final DiskReader reader;
    private final String idc;
    private final Duration bake;
    private final InstantSource clock;
    private final ConfigurationObserver observer;
    private final OwnerThread disk;
    private final AtomicReference<@Nullable List<HeldResource>> offered = new AtomicReference<>();

    // Owned by the thread xds-disk.
    private Set<HeldResource> written = Set.of();
    private Set<HeldResource> proven = Set.of();
    private @Nullable List<HeldResource> baking;

    private LastKnownGood(SnapshotDirectory directory, String idc, Duration bake, InstantSource clock,
            ConfigurationObserver observer) {
        this.directory = directory;
        this.reader = new DiskReader(directory, idc, clock, observer);
        this.idc = idc;
        this.bake = bake;
        this.clock = clock;
        this.observer = observer;
        this.disk = new OwnerThread("xds-disk");
    }

    /**
     * Opens the folder, which is made when there is none.
     *
     * @throws IOException
     *             when the folder cannot be made or read
     */
    public static LastKnownGood open(Path folder, String idc, Duration bake, InstantSource clock,
            ConfigurationObserver observer) throws IOException {
        return new LastKnownGood(new SnapshotDirectory(folder), idc, bake, clock, observer);
    }

    /**
     * Reads the best file there is. To be called once, before the first offer.
     *
     * @param use
     *            builds what is served from the content, or says why that is not possible
     */
    public Loaded load(Function<StoredWorld, Optional<String>> use) throws IOException {
        Loaded loaded = reader.load(use);
        if (loaded instanceof Loaded.Usable usable) {
            disk.execute(() -> remember(usable));
        }
        return loaded;
    }

    /** Puts files aside that must not be used, before anything offered later is written; returns at once. */
    public void quarantine(List<BadFile> files) {
        disk.execute(() -> reader.quarantine(files));
    }

    /** Takes what is served now; returns at once. Of several offers that the disk is too slow for, the newest counts. */
    public void offer(List<HeldResource> resources) {
        if (offered.getAndSet(resources) == null) {
            disk.execute(this::writeCandidate);
        }
    }

    /** Writes what was offered last, and stops. */
    @Override
    public void close() {
        disk.close();
    }

    private void remember(Loaded.Usable usable) {
        List<HeldResource> resources = usable.world().resources();
        written = Set.copyOf(resources);
        if (usable.proven()) {
            proven = written;
        } else {
            startBaking(resources);
        }
    }

    private void writeCandidate() {
        List<HeldResource> resources = offered.getAndSet(null);
        if (resources == null) {
            return;
        }
        Set<HeldResource> content = Set.copyOf(resources);
        if (content.equals(written)) {
            return;
        }
        try {
            directory.write(directory.candidate(), file(resources));
            written = content;
            if (baking == null) {
                startBaking(resources);
            }
        } catch (IOException e) {
            observer.on(new DiskFailed(directory.candidate(), String.valueOf(e)));
            offered.compareAndSet(null, resources);
            disk.after(bake, this::writeCandidate);
        }
    }

    private void startBaking(List<HeldResource> resources) {
        baking = resources;
        disk.after(bake, this::promote);
    }

    private void promote() {
        List<HeldResource> baked = baking;
        if (baked == null) {
            return;
        }
        Set<HeldResource> content = Set.copyOf(baked);
        try {
            if (!content.equals(proven)) {
                Path file = directory.writeGood(file(baked), GENERATIONS);
                proven = content;
                observer.on(new Promoted(file));
            }
            Files.deleteIfExists(directory.tried());
            if (written.equals(proven)) {
                Files.deleteIfExists(directory.candidate());
                baking = null;
            } else {
                startBaking(List.copyOf(written));
            }
        } catch (IOException e) {
            observer.on(new DiskFailed(directory.candidate(), String.valueOf(e)));
            disk.after(bake, this::promote);
        }
    }

    private SnapshotDirectory.Content file(List<HeldResource> resources) {
        StoredWorld world = new StoredWorld(idc, clock.instant(), resources);
        return out -> SnapshotFile.write(world, out);
    }
}
