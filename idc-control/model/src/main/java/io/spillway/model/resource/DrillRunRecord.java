package io.spillway.model.resource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A run of a drill, as the system keeps it.
 *
 * @param id      unique among the runs of the drill
 * @param asked   "schedule", or who asked for it
 * @param due     when it was to begin
 * @param grace   how much later it may begin
 * @param started when an agent took it; null before
 * @param ended   when it was over; null before
 * @param agent   who took it; null before
 * @param reasons why it ended so; none while it goes on, and when it passed
 * @param report  where its agent keeps the report; null for nowhere
 * @param abort   why its agent shall end it early; null when it shall not
 * @param faults  what the gateways do badly for it; none before an agent has taken it, and none any more as soon as it is to end
 */
public record DrillRunRecord(String id, DrillState state, String asked, Instant due, Duration grace,
        @Nullable Instant started, @Nullable Instant ended, @Nullable String agent, List<String> reasons,
        @Nullable String report, @Nullable String abort, List<DrillFault> faults) {

    /** How many reasons are kept; the report has all. */
    public static final int MOST_REASONS = 10;
    /** Characters of a reason that are kept. */
    public static final int LONGEST_REASON = 500;

    /** Cuts what is too much. */
    public DrillRunRecord {
        reasons = reasons.stream().limit(MOST_REASONS).map(DrillRunRecord::cut).toList();
        faults = List.copyOf(faults);
    }

    /** Returns one that waits for an agent. */
    public static DrillRunRecord due(String id, String asked, Instant due, Duration grace) {
        return new DrillRunRecord(id, DrillState.SCHEDULED, asked, due, grace, null, null, null, List.of(), null, null,
                List.of());
    }

    /** Returns the same as taken by an agent. */
    public DrillRunRecord taken(String by, Instant at) {
        return new DrillRunRecord(id, DrillState.RUNNING, asked, due, grace, at, null, by, List.of(), null, null,
                List.of());
    }

    /** Returns the same with a word to its agent to end it early; the first word stays. Its faults end at once. */
    public DrillRunRecord aborting(String why) {
        return new DrillRunRecord(id, state, asked, due, grace, started, ended, agent, reasons, report,
                abort == null ? cut(why) : abort, List.of());
    }

    /** Returns the same as it ended. */
    public DrillRunRecord over(DrillState how, Instant at, List<String> why, @Nullable String where) {
        return new DrillRunRecord(id, how, asked, due, grace, started, at, agent, why, where, abort, List.of());
    }

    /** Returns the same with a fault, in the place of the one of that name. */
    public DrillRunRecord with(DrillFault fault) {
        List<DrillFault> more = new ArrayList<>(without(fault.event()).faults());
        more.add(fault);
        return withFaults(more);
    }

    /** Returns the same without the fault of that name. */
    public DrillRunRecord without(String event) {
        return withFaults(faults.stream().filter(fault -> !fault.event().equals(event)).toList());
    }

    private DrillRunRecord withFaults(List<DrillFault> other) {
        return new DrillRunRecord(id, state, asked, due, grace, started, ended, agent, reasons, report, abort, other);
    }

    /** Returns the time after which it does not begin any more. */
    public Instant latest() {
        return due.plus(grace);
    }

    private static String cut(String reason) {
        return reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    }
}
