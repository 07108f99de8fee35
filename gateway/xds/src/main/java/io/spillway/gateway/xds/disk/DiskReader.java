package io.spillway.gateway.xds.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.spillway.gateway.xds.disk.SnapshotFile.Corrupt;
import io.spillway.gateway.xds.disk.SnapshotFile.Intact;
import io.spillway.gateway.xds.event.ConfigurationEvent.DiskFailed;
import io.spillway.gateway.xds.event.ConfigurationEvent.NothingUsable;
import io.spillway.gateway.xds.event.ConfigurationEvent.Quarantined;
import io.spillway.gateway.xds.event.ConfigurationEvent.Restored;
import io.spillway.gateway.xds.event.ConfigurationObserver;

/** Finds the file to start from: the candidate if it was never tried, then the proven ones, newest first. */
final class DiskReader {

    private final SnapshotDirectory directory;
    private final String idc;
    private final InstantSource clock;
    private final ConfigurationObserver observer;

    DiskReader(SnapshotDirectory directory, String idc, InstantSource clock, ConfigurationObserver observer) {
        this.directory = directory;
        this.idc = idc;
        this.clock = clock;
        this.observer = observer;
    }

    Loaded load(Function<StoredWorld, Optional<String>> use) throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(directory.candidate());
        files.addAll(directory.good());
        files.add(directory.tried());
        files.removeIf(Files::notExists);
        List<BadFile> bad = new ArrayList<>();
        for (Path file : files) {
            switch (read(file)) {
                case Corrupt(var why) -> bad.add(new BadFile(file, why));
                case Intact(var world) -> {
                    Optional<String> refusal = world.idc().equals(idc)
                            ? use.apply(world)
                            : Optional.of("is of idc \"" + world.idc() + "\" (expected: \"" + idc + "\")");
                    if (refusal.isEmpty()) {
                        quarantine(bad);
                        return usable(file, world);
                    }
                    bad.add(new BadFile(file, refusal.get()));
                }
            }
        }
        if (bad.isEmpty()) {
            return new Loaded.Nothing();
        }
        observer.on(new NothingUsable(bad.stream().map(BadFile::file).toList()));
        return new Loaded.AllBad(bad);
    }

    void quarantine(List<BadFile> files) {
        for (BadFile bad : files) {
            Path name = bad.file().getFileName();
            Path aside = bad.file().resolveSibling(name + ".quarantined-" + clock.millis());
            try {
                directory.rename(bad.file(), aside);
                observer.on(new Quarantined(bad.file(), aside, bad.why()));
            } catch (IOException e) {
                observer.on(new DiskFailed(bad.file(), String.valueOf(e)));
            }
        }
    }

    private Loaded.Usable usable(Path file, StoredWorld world) {
        observer.on(new Restored(file, age(world.writtenAt())));
        if (!file.equals(directory.candidate())) {
            return new Loaded.Usable(file, world, !file.equals(directory.tried()));
        }
        try {
            directory.rename(file, directory.tried());
            return new Loaded.Usable(directory.tried(), world, false);
        } catch (IOException e) {
            observer.on(new DiskFailed(file, String.valueOf(e)));
            return new Loaded.Usable(file, world, false);
        }
    }

    private Duration age(Instant writtenAt) {
        Duration age = Duration.between(writtenAt, clock.instant());
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static SnapshotFile.Content read(Path file) {
        try {
            return SnapshotFile.decode(Files.readAllBytes(file));
        } catch (IOException e) {
            return new Corrupt("cannot be read: " + e);
        }
    }
}
