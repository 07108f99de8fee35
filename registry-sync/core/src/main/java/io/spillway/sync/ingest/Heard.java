package io.spillway.sync.ingest;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.sync.ingest.SourceView.State;
import io.spillway.sync.spi.Reading;
import io.spillway.sync.spi.SourceProblem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a source has said so far. Owned by its thread. */
final class Heard {

    private static final Logger LOG = LoggerFactory.getLogger(Heard.class);

    private final String source;
    private final IngestObserver observer;
    private State state = State.NEVER;
    private String reason = "";
    private Reading.@Nullable Snapshot snapshot;
    private boolean whole = true;
    private List<SourceProblem> problems = List.of();
    private Absences absences = Absences.NONE;
    private @Nullable Instant lastData;

    Heard(String source, IngestObserver observer) {
        this.source = source;
        this.observer = observer;
    }

    /** Takes a reading; {@code registered} are the names of what stands, {@code staying} how many of them do not leave. */
    void take(Reading reading, Collection<String> registered, long staying, long now, Instant at) {
        switch (reading) {
            case Reading.NoData(String why) -> turn(State.NO_DATA, why);
            case Reading.Snapshot read -> {
                tell(read.problems());
                whole = read.whole();
                absences = absences.after(read, registered, now);
                if (read.entries().isEmpty() && (staying > 0 || had())) {
                    turn(State.NO_DATA, "an empty listing after " + Math.max(staying, size())
                            + " workloads (expected: at least one of them)");
                } else {
                    snapshot = read;
                    lastData = at;
                    turn(State.LIVE, "");
                }
            }
        }
    }

    /** Returns the newest snapshot with data; null if there was none. */
    Reading.@Nullable Snapshot snapshot() {
        return snapshot;
    }

    State state() {
        return state;
    }

    String reason() {
        return reason;
    }

    boolean whole() {
        return whole;
    }

    Absences absences() {
        return absences;
    }

    @Nullable
    Instant lastData() {
        return lastData;
    }

    /** Returns what the newest reading set aside, with the reason, by name. */
    Map<String, String> problems() {
        Map<String, String> byName = new LinkedHashMap<>();
        problems.forEach(problem -> byName.merge(problem.name(), problem.reason(), (one, more) -> one + "; " + more));
        return byName;
    }

    private boolean had() {
        return size() > 0;
    }

    private long size() {
        Reading.Snapshot had = snapshot;
        return had == null ? 0 : had.entries().size();
    }

    private void turn(State next, String why) {
        if (next != state || !why.equals(reason)) {
            if (next == State.NO_DATA) {
                LOG.warn("source {}: {} -> {}: {}; its workloads stay", source, state, next, why);
            } else {
                LOG.info("source {}: {} -> {}", source, state, next);
            }
        }
        state = next;
        reason = why;
    }

    private void tell(List<SourceProblem> found) {
        for (SourceProblem problem : found) {
            if (!problems.contains(problem)) {
                LOG.warn("source {}: {} is set aside: {}", source, problem.name(), problem.reason());
                observer.problem(source, problem.name(), problem.reason());
            }
        }
        problems = found;
    }
}
