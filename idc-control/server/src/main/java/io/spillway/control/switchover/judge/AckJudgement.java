package io.spillway.control.switchover.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.StepSide;
import io.spillway.model.resource.SwitchMode;
import io.spillway.model.resource.SwitchOverPlan;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.Unconfirmed;
import io.spillway.model.switchover.StepShifts;
import org.jspecify.annotations.Nullable;

/** Whether enough data planes know the shifts of a step. Pure. */
public sealed interface AckJudgement {

    /** So many of 100 must have Acked; whoever is missing is named. */
    int ENOUGH = 99;

    /** Not yet. */
    record Waiting(String why) implements AckJudgement {}

    /**
     * Yes.
     *
     * @param late what is not known all the same
     * @param detail who knows it, and who does not
     */
    record Enough(List<Unconfirmed> late, String detail) implements AckJudgement {

        public Enough {
            late = List.copyOf(late);
        }
    }

    /** No, and it does not look as if they would. */
    record TooLate(List<Unconfirmed> late, String detail) implements AckJudgement {

        public TooLate {
            late = List.copyOf(late);
        }
    }

    /** Returns what the Acks of a step, of a switch-over that waits for them, are called when they are unconfirmed. */
    static String nameOf(SwitchOverStatus status) {
        return (status.state() == SwitchOverState.ROLLING_BACK ? "rollback " : "step " + (status.at().step() + 1) + " ")
                + (status.at().side() == StepSide.RECEIVER ? "prepared" : "acknowledged");
    }

    /**
     * Judges a switch-over that waits for Acks.
     *
     * @param said what the IDCs say of it
     * @param pushedAt when the shifts were written
     * @throws IllegalArgumentException when it has no frozen plan
     */
    static AckJudgement of(SwitchOverSpec spec, List<SwitchOverProgress> said, Instant pushedAt, Instant now,
            Patience patience) {
        SwitchOverStatus status = spec.status();
        SwitchOverPlan plan = status == null ? null : status.plan();
        if (status == null || plan == null) {
            throw new IllegalArgumentException("a switch-over without a frozen plan");
        }
        String receiver = StepShifts.receiver(spec);
        List<String> asked = status.at().side() == StepSide.RECEIVER ? List.of(receiver) : plan.idcs();
        List<String> known = new ArrayList<>();
        List<Unconfirmed> skipped = new ArrayList<>();
        List<Unconfirmed> missing = new ArrayList<>();
        for (String idc : asked) {
            SwitchOverProgress part = said.stream().filter(each -> each.idc().equals(idc)).findFirst().orElse(null);
            String open = open(part, status);
            if (open == null) {
                known.add(idc + " " + counts(part, status));
            } else if (accepted(status, idc)) {
                known.add(idc + " by an operator's word");
            } else if (over(spec, status, idc, receiver, pushedAt, now, patience)) {
                skipped.add(new Unconfirmed(nameOf(status), idc, open, null));
            } else {
                missing.add(new Unconfirmed(nameOf(status), idc, open, null));
            }
        }
        String open = String.join("; ", missing.stream().map(each -> each.idc() + ": " + each.detail()).toList());
        if (missing.isEmpty()) {
            return new Enough(skipped, String.join(", ", known));
        }
        return passed(pushedAt, now, patience.acks())
                ? new TooLate(missing, "not acknowledged after " + patience.acks().toSeconds() + " s: " + open)
                : new Waiting("waits for " + open);
    }

    /** Returns whether it goes on without the word of an IDC: of the dead one, and of any but that which gets traffic back. */
    private static boolean over(SwitchOverSpec spec, SwitchOverStatus status, String idc, String receiver,
            Instant pushedAt, Instant now, Patience patience) {
        if (status.state() == SwitchOverState.ROLLING_BACK) {
            return !idc.equals(receiver) && passed(pushedAt, now, patience.acks());
        }
        return spec.mode() == SwitchMode.UNGRACEFUL && idc.equals(spec.from())
                && passed(pushedAt, now, patience.dead());
    }

    private static boolean passed(Instant since, Instant now, Duration patience) {
        return !now.isBefore(since.plus(patience));
    }

    private static boolean accepted(SwitchOverStatus status, String idc) {
        return status.unconfirmed().stream().anyMatch(each -> each.what().equals(nameOf(status))
                && each.idc().equals(idc) && each.acceptedBy() != null);
    }

    /** Returns what is missing of an IDC's Acks of what was written, for people; null when enough is there. */
    static @Nullable String open(@Nullable SwitchOverProgress part, SwitchOverStatus status) {
        if (part == null) {
            return "it says nothing";
        }
        for (Map.Entry<String, Generation> each : status.written().entrySet()) {
            Generation there = part.shifts().get(each.getKey());
            if (!each.getValue().equals(there)) {
                return each.getKey() + " is there in generation " + (there == null ? "none" : there) + " (expected: "
                        + each.getValue() + ")";
            }
        }
        int asked = part.fleet() - unasked(part, status).size() - spared(part, status);
        return 100L * part.acked() >= (long) ENOUGH * asked ? null : counts(part, status);
    }

    /** Returns the stragglers of an IDC that are in quarantine: nobody waits for them. */
    private static List<String> unasked(SwitchOverProgress part, SwitchOverStatus status) {
        return part.late().stream().map(AckJudgement::node)
                .filter(node -> status.quarantined().contains(new Unconfirmed.DataPlane(part.idc(), node))).toList();
    }

    /** Returns how many more nobody waits for, whoever they are; of whom nobody has looked at nothing is known. */
    private static int spared(SwitchOverProgress part, SwitchOverStatus status) {
        return part.late().stream().anyMatch(SwitchOverProgress::unlooked)
                ? 0
                : Math.min(status.quarantinedAtMost(part.idc()), missing(part, status));
    }

    /** Returns how many data planes of an IDC have not Acked, without those that are in quarantine by name. */
    static int missing(SwitchOverProgress part, SwitchOverStatus status) {
        return Math.max(0, part.fleet() - part.acked() - unasked(part, status).size());
    }

    /** Returns whether what an IDC says is about what was written. */
    static boolean current(SwitchOverProgress part, SwitchOverStatus status) {
        return status.written().entrySet().stream()
                .allMatch(each -> each.getValue().equals(part.shifts().get(each.getKey())));
    }

    /** Returns whether no data plane of an IDC owes an Ack any more. */
    static boolean allCaughtUp(@Nullable SwitchOverProgress part, SwitchOverStatus status) {
        return part != null && part.acked() >= part.fleet() && current(part, status);
    }

    /** Returns whether a data plane of an IDC is known not to have Acked. */
    static boolean behind(@Nullable SwitchOverProgress part, String node) {
        return part != null && part.late().stream().anyMatch(late -> node(late).equals(node));
    }

    /** Returns whether a data plane of an IDC owes no Ack any more: all were looked at, and it is not among those that do. */
    static boolean caughtUp(@Nullable SwitchOverProgress part, SwitchOverStatus status, String node) {
        return part != null && !behind(part, node) && part.late().size() >= part.fleet() - part.acked()
                && part.late().stream().noneMatch(SwitchOverProgress::unlooked) && current(part, status);
    }

    /** Returns the name of one that is late, as in "gw-1 (pending for 12 s)". */
    static String node(String late) {
        int more = late.indexOf(" (");
        return more < 0 ? late : late.substring(0, more);
    }

    /** Returns whether enough data planes of an IDC know what was written. */
    static boolean known(@Nullable SwitchOverProgress part, SwitchOverStatus status) {
        return part != null && open(part, status) == null;
    }

    private static String counts(@Nullable SwitchOverProgress part, SwitchOverStatus status) {
        if (part == null) {
            return "";
        }
        List<String> unasked = unasked(part, status);
        String of = part.acked() + " of " + part.fleet();
        List<String> late = part.late().stream().filter(each -> !unasked.contains(node(each))).toList();
        return of + (late.isEmpty() ? "" : ", not " + String.join(", ", late))
                + (unasked.isEmpty() ? "" : ", in quarantine " + String.join(", ", unasked))
                + (spared(part, status) == 0 ? "" : ", in quarantine " + spared(part, status) + " that are behind");
    }
}
