package io.spillway.control.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

import io.spillway.model.document.Durations;
import io.spillway.model.resource.DrillRunRecord;
import io.spillway.model.resource.DrillSchedule;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.DrillStatus;

/** What is to be done about a Drill now, and why. Pure. */
sealed interface DrillDecision {

    /** After so long a silence an agent is taken for dead. */
    Duration SILENCE = Duration.ofSeconds(30);
    /** Who asked, when it was the schedule. */
    String BY_SCHEDULE = "schedule";

    /** Returns why, for people. */
    String why();

    /** Nothing is to be done. */
    record Idle(String why) implements DrillDecision {}

    /** It is due, and something is in its way; it begins when that is gone, if it is not too late. */
    record Waits(String why) implements DrillDecision {}

    /** It is not known yet when it is due: that is written. */
    record Dated(DrillStatus status, String why) implements DrillDecision {}

    /** A run begins to wait for an agent. */
    record Begins(DrillStatus status, DrillRunRecord run, String why) implements DrillDecision {}

    /** A run is told to its agent to end early. */
    record Told(DrillStatus status, DrillRunRecord run, String why) implements DrillDecision {}

    /** A run is over. */
    record Ends(DrillStatus status, DrillRunRecord run, String why) implements DrillDecision {}

    /**
     * Decides about what stands.
     *
     * @param heard whether the agent of the run that goes on is heard, of which it is asked only then
     */
    static DrillDecision of(DrillSpec drill, DrillGround ground, boolean heard) {
        DrillRunRecord current = drill.status().current();
        return current == null ? resting(drill, ground) : going(drill.status(), current, ground, heard);
    }

    private static DrillDecision going(DrillStatus status, DrillRunRecord run, DrillGround ground, boolean heard) {
        if (run.state() == DrillState.SCHEDULED) {
            if (run.abort() != null) {
                return ended(status, run, DrillState.ABORTED, ground.now(), run.abort());
            }
            return ground.now().isAfter(run.latest())
                    ? ended(status, run, DrillState.MISSED, ground.now(),
                            "no agent took it within " + Durations.format(run.grace()))
                    : new Idle("it waits for an agent");
        }
        if (!heard) {
            return ended(status, run, DrillState.ABORTED, ground.now(),
                    "agent " + run.agent() + " was silent for " + Durations.format(SILENCE));
        }
        if (ground.moves() != null && run.abort() == null) {
            DrillRunRecord told = run.aborting("pre-empted: " + ground.moves());
            return new Told(status.with(told), told, String.valueOf(told.abort()));
        }
        return new Idle("agent " + run.agent() + " plays it");
    }

    private static DrillDecision resting(DrillSpec drill, DrillGround ground) {
        DrillSchedule schedule = drill.schedule();
        DrillStatus status = drill.status();
        if (schedule == null || !schedule.enabled()) {
            return status.next() == null
                    ? new Idle("it has no schedule, or one that is not enabled")
                    : new Dated(status.undated(), "it has no schedule any more");
        }
        if (status.since() == null) {
            return dated(status, schedule, ground.now());
        }
        Instant due = status.next();
        if (due == null || ground.now().isBefore(due)) {
            return new Idle(due == null ? "never due" : "due at " + due);
        }
        String obstacle = DueTimes.forbids(schedule, ground.now());
        if (obstacle == null) {
            obstacle = ground.obstacle();
        }
        DrillStatus later = status.due(ground.now(), DueTimes.next(schedule, ground.now()));
        DrillRunRecord run = DrillRunRecord.due(idAt(due), BY_SCHEDULE, due, schedule.grace());
        if (ground.now().isAfter(run.latest())) {
            return ended(later, run, DrillState.MISSED, ground.now(),
                    obstacle == null ? "no control node looked at it in time" : obstacle);
        }
        return obstacle != null ? new Waits(obstacle) : new Begins(later.with(run), run, "due at " + due);
    }

    private static DrillDecision dated(DrillStatus status, DrillSchedule schedule, Instant now) {
        Instant next = DueTimes.next(schedule, now);
        return new Dated(status.due(now, next), next == null ? "never due" : "due at " + next);
    }

    private static Ends ended(DrillStatus status, DrillRunRecord run, DrillState how, Instant now, String why) {
        DrillRunRecord over = run.over(how, now, List.of(why), run.report());
        return new Ends(status.with(over), over, why);
    }

    /** What somebody who asks for a run is told. */
    sealed interface Asked {

        /** The run may begin. */
        record Granted(DrillRunRecord run) implements Asked {}

        /** It may not. {@code guard}: a word for programs. */
        record Refused(String guard, String why) implements Asked {}
    }

    /** Decides whether a run that somebody asks for may begin now: dates and windows bind people too. */
    static Asked asked(DrillSpec drill, DrillGround ground, String by) {
        DrillRunRecord current = drill.status().current();
        if (current != null) {
            return new Asked.Refused("drill_active", "run " + current.id() + " is " + current.state());
        }
        DrillSchedule schedule = drill.schedule();
        String forbidden = schedule == null ? null : DueTimes.forbids(schedule, ground.now());
        if (forbidden != null) {
            return new Asked.Refused("drill_blocked", forbidden);
        }
        if (ground.obstacle() != null) {
            return new Asked.Refused(ground.other() != null ? "drill_active" : "drill_scope",
                    String.valueOf(ground.obstacle()));
        }
        DrillRunRecord run = DrillRunRecord.due(idAt(ground.now()), by, ground.now(),
                schedule == null ? DrillSchedule.GRACE : schedule.grace());
        return drill.status().run(run.id()).isPresent()
                ? new Asked.Refused("drill_active", "run " + run.id() + " has just ended")
                : new Asked.Granted(run);
    }

    /** Returns whether a Drill was not played as often as it is to be. */
    static boolean overdue(DrillSpec drill, Instant now) {
        DrillSchedule schedule = drill.schedule();
        if (schedule == null || !schedule.enabled()) {
            return false;
        }
        DrillRunRecord last = drill.status().last();
        if (last != null && last.state() == DrillState.MISSED) {
            return true;
        }
        DrillRunRecord played = drill.status().lastPlayed();
        Instant from = played == null ? drill.status().since() : played.ended();
        return schedule.maxAge() != null && from != null && now.isAfter(from.plus(schedule.maxAge()));
    }

    /** Returns the name of a run that is due then. */
    static String idAt(Instant due) {
        return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC).format(due);
    }

    /** Returns the name that every switch-over of a run begins with. */
    static String prefix(String drill, String run) {
        return "drill." + drill + "." + run + ".";
    }
}
