package io.spillway.sync.source.file;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one file, and when it is believed. Immutable and pure. A file is read when it has not changed for the settling
 * time; until then, and while it cannot be read, what it said before stays.
 *
 * @param stamp as it was seen last
 * @param sinceNanos ticker's time since when it is so
 * @param read the stamp that was read last, well or not; null when it was never read
 * @param good what it said when it could be read last; null when it never could
 * @param problem why what it has now cannot be read; empty when it can
 */
record FileState(FileStamp stamp, long sinceNanos, @Nullable FileStamp read, @Nullable FileContent good,
        String problem) {

    /** Returns the state of a file that is seen for the first time; one that is {@code old} has settled before. */
    static FileState first(FileStamp stamp, long now, boolean old, Duration settle) {
        return new FileState(stamp, old ? now - settle.toNanos() : now, null, null, "");
    }

    /** Returns the state after another look. */
    FileState seen(FileStamp next, long now) {
        return next.equals(stamp) ? this : new FileState(next, now, read, good, problem);
    }

    /** Returns whether it is to be read now. */
    boolean due(long now, Duration settle) {
        return !stamp.equals(read) && left(now, settle) <= 0;
    }

    /** Returns the nanoseconds until it has settled; zero or less when it has. */
    long left(long now, Duration settle) {
        return sinceNanos + settle.toNanos() - now;
    }

    /** Returns whether what it has now is not known yet. */
    boolean changing() {
        return !stamp.equals(read);
    }

    /** Returns the state after it was read. */
    FileState read(FileContent.Read result) {
        return switch (result) {
            case FileContent.Read.Good(FileContent content) -> new FileState(stamp, sinceNanos, stamp, content, "");
            case FileContent.Read.Bad(String reason) -> new FileState(stamp, sinceNanos, stamp, good, reason);
        };
    }

    /** Returns the state after it could not be opened: that may be over without any other stamp, so it is tried again. */
    FileState failed(String reason) {
        return new FileState(stamp, sinceNanos, read, good, reason);
    }

    /** Returns whether it may have entries whose names nobody knows. */
    boolean unknown() {
        FileContent content = good;
        return content == null || content.unknown();
    }
}
