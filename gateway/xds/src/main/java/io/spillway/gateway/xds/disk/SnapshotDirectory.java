package io.spillway.gateway.xds.disk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder that the snapshots are in. Every change is a rename of a file that is already on the disk, followed by a
 * sync of the folder, so that a crash or a full disk at any moment leaves what was there before. Not safe for use by
 * several threads.
 */
final class SnapshotDirectory {

    private static final String SUFFIX = ".snapshot";
    private static final Pattern GOOD = Pattern.compile("good-([0-9]{12})\\.snapshot");

    private final Path folder;
    private final Path candidate;
    private final Path tried;
    private final Path unfinished;

    SnapshotDirectory(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.candidate = folder.resolve("candidate" + SUFFIX);
        this.tried = folder.resolve("candidate-tried" + SUFFIX);
        this.unfinished = folder.resolve("unfinished.tmp");
        Files.deleteIfExists(unfinished);
    }

    /** The newest snapshot, not yet proven. */
    Path candidate() {
        return candidate;
    }

    /** A candidate that a start has used once and that was not proven since. */
    Path tried() {
        return tried;
    }

    /** Returns the proven files, newest first. */
    List<Path> good() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> GOOD.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .toList();
        }
    }

    /** Writes what a file is to hold. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    void write(Path target, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            content.writeTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
        rename(unfinished, target);
    }

    /** Writes the next proven file and drops the oldest ones beyond {@code keep}. */
    Path writeGood(Content content, int keep) throws IOException {
        List<Path> before = good();
        long next = before.isEmpty() ? 1 : sequence(before.getFirst()) + 1;
        Path target = folder.resolve("good-%012d%s".formatted(next, SUFFIX));
        write(target, content);
        for (Path old : before.subList(Math.min(before.size(), keep - 1), before.size())) {
            Files.deleteIfExists(old);
        }
        syncFolder();
        return target;
    }

    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder();
    }

    private void syncFolder() throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static long sequence(Path good) {
        Matcher matcher = GOOD.matcher(good.getFileName().toString());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(good + " is not the name of a proven snapshot");
        }
        return Long.parseLong(matcher.group(1));
    }
}
