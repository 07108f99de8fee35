package io.spillway.drill.verdict;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What kept a drill from doing more harm than it may.
 *
 * @param faults
 *            in the order in which they began
 * @param clocks
 *            of the processes, beside that of the drill, before it began
 * @param differences
 *            between the configuration of the IDCs before the drill and after its rollback, and faults that could not be ended;
 *            one sentence each
 * @param attempts
 *            what control planes answered to those who asked for what they may refuse
 * @param abortedBy
 *            words of the reason for which the drill was to be aborted, null when it was to come to its end
 * @param configurations
 *            of the IDCs, where they were compared
 */
public record SafetyRecord(List<FaultTrace> faults, List<ClockSkew> clocks, List<String> differences,
        List<Attempt> attempts, @Nullable String abortedBy, List<Configuration> configurations) {

    /** Nothing is known. */
    public static final SafetyRecord NONE = new SafetyRecord(List.of(), List.of(), List.of(), List.of(), null);

    /** Copies the lists. */
    public SafetyRecord {
        faults = List.copyOf(faults);
        clocks = List.copyOf(clocks);
        differences = List.copyOf(differences);
        attempts = List.copyOf(attempts);
        configurations = List.copyOf(configurations);
    }

    /** Of a drill whose configurations were not compared. */
    public SafetyRecord(List<FaultTrace> faults, List<ClockSkew> clocks, List<String> differences,
            List<Attempt> attempts, @Nullable String abortedBy) {
        this(faults, clocks, differences, attempts, abortedBy, List.of());
    }

    /**
     * What the configuration of an IDC was, in short.
     *
     * @param before
     *            SHA-256, in hexadecimal digits, of all that was written into it, before the first step
     * @param after
     *            of what is in it after the rollback; empty when it could not be read
     */
    public record Configuration(String idc, String before, String after) {}

    /** What a control plane answered to the attempt of an event. */
    public record Attempt(String event, int status, String answer) {}

    /**
     * One fault.
     *
     * @param name
     *            that of its event
     * @param what
     *            in words
     * @param beganMs
     *            when the first thing was hit, milliseconds of the recording
     * @param skewMs
     *            how much later the last thing was hit that belongs to it
     * @param goneMs
     *            when it was gone, null when that was not seen
     * @param goneBy
     *            {@code ttl}, {@code told} or {@code drill-gone}; empty when it was not seen to go
     */
    public record FaultTrace(String name, String what, double beganMs, double skewMs, @Nullable Double goneMs,
            String goneBy) {}

    /**
     * How far the clock of a process is from the drill's.
     *
     * @param process
     *            its name in the fleet
     * @param aheadMs
     *            how much later it is there, null when the process does not tell the time
     * @param boundMs
     *            how much that may be wrong: the answer tells whole seconds, and took its time
     */
    public record ClockSkew(String process, @Nullable Double aheadMs, double boundMs) {

        /** Returns what an answer says whose time of day is the start of a second that it may be in. */
        public static ClockSkew of(String process, double saidUnixMs, double askedUnixMs, double heardUnixMs) {
            double middle = (askedUnixMs + heardUnixMs) / 2;
            return new ClockSkew(process, saidUnixMs + 500 - middle, 500 + (heardUnixMs - askedUnixMs) / 2);
        }

        /** Returns whether it is further away than that for certain. */
        public boolean exceeds(double mostMs) {
            return aheadMs != null && Math.abs(aheadMs) - boundMs > mostMs;
        }
    }
}
