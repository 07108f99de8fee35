package io.spillway.drill.verdict;

import io.spillway.drill.plan.Expectation;
import io.spillway.drill.verdict.RunRecord.Event;

/**
 * In words, how each clock of an event was measured, or why it does not apply.
 *
 * @param detect
 *            of the clock of that name, as are the others
 */
public record How(String detect, String decide, String config, String traffic, String recover) {

    private static final String WINDOWS = "first instant, in steps of 5 ms, after which every sliding window of 500 ms until the"
            + " next event holds at least 99 % ";
    private static final String USERS = ", counted by the time at which users meant to send";

    /** Returns how the clocks of an event were measured. */
    public static How of(RunRecord run, Event event) {
        Clocks clocks = Clocks.of(run, event);
        return new How(detect(event, clocks), decide(event), config(run, clocks), traffic(event, clocks),
                clocks.recoverMs() == null
                        ? run.hasUsers() ? "never until the next event" : "there were no users"
                        : WINDOWS + "of all requests successful" + USERS);
    }

    private static String detect(Event event, Clocks clocks) {
        Expectation expectation = event.expectation();
        if (expectation == null) {
            return "the drill says of this event only that traffic stays where it is";
        }
        if (event.decidedMs() != null) {
            return "an operator did this, so there was nothing to detect";
        }
        if (expectation.servedBy().equals(Expectation.HOME)) {
            return "traffic comes home: there is no first request elsewhere";
        }
        return clocks.detectMs() == null
                ? "no user whose home is elsewhere was served by " + expectation.servedBy()
                        + " before the next event"
                : "first complete answer of " + expectation.servedBy()
                        + " to a user whose home is elsewhere; users send in turn, so it is late by at most the pause between two of"
                        + " them";
    }

    private static String decide(Event event) {
        return event.decidedMs() == null
                ? "nobody wrote anything"
                : "the control plane's answer to the operator's write, which comes after the commit";
    }

    private static String config(RunRecord run, Clocks clocks) {
        if (!run.control().clients().isEmpty()) {
            return "with mock data planes pushes are counted and not told apart";
        }
        return clocks.config() == null
                ? "no change was pushed within 2 s"
                : "per client the last Ack of what was pushed within 2 s, by the clock of the control node that pushed, which is"
                        + " the clock of this machine";
    }

    private static String traffic(Event event, Clocks clocks) {
        Expectation expectation = event.expectation();
        if (expectation == null) {
            return "the drill says of this event only that traffic stays where it is";
        }
        return clocks.trafficMs() == null
                ? "never until the next event"
                : WINDOWS + "of the requests that the event is about served by "
                        + (expectation.servedBy().equals(Expectation.HOME) ? "home" : expectation.servedBy()) + USERS;
    }
}
