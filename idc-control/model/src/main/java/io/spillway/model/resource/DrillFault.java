package io.spillway.model.resource;

import java.time.Duration;

/**
 * A fault that the gateways of this IDC make for the requests of a Service while the run of a drill goes on. It ends with the
 * run, with a word of its agent, and at its own time whatever becomes of both.
 *
 * @param event   its name, unique among the faults of the run
 * @param service whose requests
 * @param fault   what, and until when
 */
public record DrillFault(String event, String service, Fault fault) {

    /** The longest time that a fault of a drill may last. */
    public static final Duration LONGEST = Duration.ofHours(1);

    /** Returns the percent of the requests that it touches at most. */
    public double share() {
        double delayed = fault.delay() == null ? 0 : fault.delay().percent();
        double aborted = fault.abort() == null ? 0 : fault.abort().percent();
        return Math.min(100, delayed + aborted);
    }
}
