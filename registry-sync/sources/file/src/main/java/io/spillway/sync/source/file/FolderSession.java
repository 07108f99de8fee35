package io.spillway.sync.source.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.model.resource.Resource;
import io.spillway.sync.spi.Reading;
import io.spillway.sync.spi.Source;
import io.spillway.sync.spi.SourceSession;
import io.spillway.wire.document.Documents;

/**
 * Looks at a folder: only files whose stamp changed are read, and only when they have settled. What disappears, a file or an
 * entry, is kept for the settling time too, because files that are replaced and entries that move are gone for a moment.
 */
final class FolderSession implements SourceSession {

    private static final long MOST_BYTES = 4L * Documents.LONGEST;
    private static final long SOONEST_NANOS = Duration.ofMillis(50).toNanos();

    private final FileSource source;
    private final Source.Surroundings surroundings;
    private final FolderHints hints;
    private final Map<String, FileState> files = new TreeMap<>();
    private final Map<String, Long> vanished = new HashMap<>();
    private final Map<String, Long> missed = new HashMap<>();
    private Map<String, Resource> said = Map.of();
    private boolean listed;
    private Duration pace;

    FolderSession(FileSource source, Source.Surroundings surroundings, FolderHints hints) {
        this.source = source;
        this.surroundings = surroundings;
        this.hints = hints;
        this.pace = source.poll();
    }

    @Override
    public Reading read() {
        long now = surroundings.ticker().nanos();
        hints.look();
        pace = source.poll();
        try {
            Set<String> names = names();
            names.forEach(name -> look(name, now));
            forget(names, now);
            listed = true;
        } catch (IOException | DirectoryIteratorException failed) {
            hints.forget();
            return new Reading.NoData(reason(failed));
        }
        List<Composition.Part> parts = new ArrayList<>();
        files.forEach((name, state) -> parts.add(
                new Composition.Part(name, state, !state.changing() && !vanished.containsKey(name))));
        Composition all = Composition.of(parts);
        said = withThoseThatMove(all, now);
        pace = Duration.ofNanos(Math.clamp(settling(now), SOONEST_NANOS, source.poll().toNanos()));
        return new Reading.Snapshot(said, all.problems(), all.whole());
    }

    @Override
    public Duration pace() {
        return pace;
    }

    @Override
    public void close() {
        hints.close();
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(source.folder())) {
            for (Path file : found) {
                String name = String.valueOf(file.getFileName());
                if (!name.startsWith(".")
                        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private void look(String name, long now) {
        Path file = source.folder().resolve(name);
        FileState before = files.get(name);
        try {
            FileStamp stamp = FileStamp.of(file);
            FileState seen = before == null ? first(stamp, now) : before.seen(stamp, now);
            files.put(name, seen.due(now, source.settle()) ? read(name, file, seen, now) : seen);
            vanished.remove(name);
        } catch (NoSuchFileException gone) {
            // Taken away since it was listed, or a link whose end is being replaced: as if it were not listed.
            if (before != null) {
                vanished.putIfAbsent(name, now);
            }
        } catch (IOException failed) {
            FileStamp none = new FileStamp(0, surroundings.clock().instant(), "", false);
            files.put(name, (before == null ? FileState.first(none, now, false, source.settle()) : before)
                    .failed(name + ": cannot be looked at: " + reason(failed)));
        }
    }

    private FileState first(FileStamp stamp, long now) {
        boolean old = !listed && !stamp.modified().plus(source.settle()).isAfter(surroundings.clock().instant());
        return FileState.first(stamp, now, old, source.settle());
    }

    private static FileState read(String name, Path file, FileState state, long now) throws IOException {
        if (!state.stamp().regular()) {
            return state.read(new FileContent.Read.Bad(name + ": not a file (expected: a file, or a link to one)"));
        }
        if (state.stamp().size() > MOST_BYTES) {
            return state.read(new FileContent.Read.Bad(
                    name + ": " + state.stamp().size() + " bytes (expected: at most " + MOST_BYTES + ")"));
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            FileStamp after = FileStamp.of(file);
            return after.equals(state.stamp()) ? state.read(FileContent.read(name, text)) : state.seen(after, now);
        } catch (CharacterCodingException binary) {
            return state.read(new FileContent.Read.Bad(name + ": not text in UTF-8"));
        } catch (AccessDeniedException denied) {
            return state.failed(name + ": may not be read");
        }
    }

    /** A file that is not there any more is forgotten when it stays away. */
    private void forget(Set<String> names, long now) {
        for (String name : List.copyOf(files.keySet())) {
            if (!names.contains(name)) {
                vanished.putIfAbsent(name, now);
            }
            Long since = vanished.get(name);
            if (since != null && now - since >= source.settle().toNanos()) {
                files.remove(name);
                vanished.remove(name);
            }
        }
    }

    private Map<String, Resource> withThoseThatMove(Composition all, long now) {
        Map<String, Resource> entries = new LinkedHashMap<>(all.entries());
        Set<String> aside = all.aside();
        said.forEach((name, entry) -> {
            if (!entries.containsKey(name) && !aside.contains(name)) {
                long since = missed.computeIfAbsent(name, _ -> now);
                if (now - since < source.settle().toNanos()) {
                    entries.put(name, entry);
                }
            }
        });
        missed.keySet().removeIf(name -> all.entries().containsKey(name) || !entries.containsKey(name));
        return entries;
    }

    /** Returns the nanoseconds until something has settled. */
    private long settling(long now) {
        long soonest = source.poll().toNanos();
        for (FileState state : files.values()) {
            if (state.changing() && state.left(now, source.settle()) > 0) {
                soonest = Math.min(soonest, state.left(now, source.settle()));
            }
        }
        List<Long> gone = new ArrayList<>(vanished.values());
        gone.addAll(missed.values());
        for (long since : gone) {
            soonest = Math.min(soonest, since + source.settle().toNanos() - now);
        }
        return soonest;
    }

    private String reason(Exception failed) {
        return switch (failed) {
            case NoSuchFileException _ -> source.place() + ": no such folder";
            case NotDirectoryException _ -> source.place() + ": not a folder";
            case AccessDeniedException _ -> source.place() + ": may not be read";
            default -> source.place() + ": " + failed.getMessage();
        };
    }
}
