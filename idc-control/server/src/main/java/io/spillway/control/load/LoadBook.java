package io.spillway.control.load;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Who reports, and what. A stream counts until it has been silent for some intervals; one that ended, until then or until
 * its node reports on another stream, whatever comes first: a data plane that comes back must count once. Time is given in
 * nanoseconds of any origin. Owned by one thread.
 */
final class LoadBook {

    private final LoadSettings settings;
    private final Map<Long, Reporter> streams = new LinkedHashMap<>(); // the oldest first

    LoadBook(LoadSettings settings) {
        this.settings = settings;
    }

    /**
     * Begins a stream.
     *
     * @return the stream that must end for it, because its node has too many; null for none
     */
    @Nullable
    Long open(long stream, String node, String role, long nowNanos) {
        List<Long> same = new ArrayList<>();
        streams.forEach((id, reporter) -> {
            if (!reporter.ended() && reporter.node().equals(node)) {
                same.add(id);
            }
        });
        streams.put(stream, new Reporter(node, role, nowNanos));
        return same.size() < settings.streamsPerNode() ? null : same.getFirst();
    }

    /** Returns when something was last heard on a stream; {@code nowNanos} for one that is not known. */
    long heardNanos(long stream, long nowNanos) {
        Reporter reporter = streams.get(stream);
        return reporter == null ? nowNanos : reporter.heardNanos();
    }

    /** Takes a report; nothing happens when the stream is not known. */
    void take(long stream, Interval interval, long nowNanos) {
        Reporter reporter = streams.get(stream);
        if (reporter != null) {
            reporter.take(interval, nowNanos, silent(reporter, nowNanos));
            streams.values().removeIf(other -> other.ended() && other.node().equals(reporter.node()));
        }
    }

    /** Takes the time of day that was told in a report that came at another, by our clock. */
    void clock(long stream, Instant told, Instant came) {
        Reporter reporter = streams.get(stream);
        if (reporter != null) {
            reporter.clock().add(told, came);
        }
    }

    /** Takes what was told of ways to other IDCs. */
    void paths(long stream, Map<String, PathTold> told) {
        Reporter reporter = streams.get(stream);
        if (reporter != null) {
            reporter.paths(told);
        }
    }

    /** Ends a stream. */
    void end(long stream) {
        Reporter reporter = streams.get(stream);
        if (reporter != null) {
            reporter.end();
        }
    }

    /** Returns those whose figures count, and forgets the ended ones that do not any more. */
    List<Reporter> counting(long nowNanos) {
        streams.values().removeIf(reporter -> reporter.ended() && silent(reporter, nowNanos));
        return streams.values().stream().filter(Reporter::reported).filter(reporter -> !silent(reporter, nowNanos))
                .toList();
    }

    private boolean silent(Reporter reporter, long nowNanos) {
        return nowNanos - reporter.heardNanos() > settings.silentNanos();
    }
}
