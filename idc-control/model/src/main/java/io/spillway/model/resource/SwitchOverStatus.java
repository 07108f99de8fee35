package io.spillway.model.resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What the state machine has made of a switch-over so far. Every change of it is one compare-and-set.
 *
 * @param generation which IDC coordinates it: the next one is taken by whoever takes it over in another IDC
 * @param sequence how many transitions it has made; the next compares it
 * @param at how far it is with its steps; kept while it is paused
 * @param pause why it stands still; null when it does not
 * @param author who asked for it
 * @param plan what was frozen when its checks passed; null before
 * @param approvals who approved that plan
 * @param fenced whether a fence stands, or may stand because it was asked for
 * @param unconfirmed what was skipped or not confirmed, and is to be looked at before traffic goes home
 * @param written the generation that each shift of its scopes was written with last, by path of the scope
 * @param measured what the step's gate compares with; null before a step
 * @param since when it came into its state
 * @param due until when the state lasts: the end of a soak, of a plan's life, or of patience; null for none
 * @param expires when its shift's end is asked for; null before its start
 * @param history its transitions, the oldest first; the audit keeps those that fell off
 * @param checks of the last look, when one of them forbade it; empty otherwise
 */
public record SwitchOverStatus(Generation generation, long sequence, SwitchOverState state, StepPosition at,
        @Nullable SwitchPause pause, SwitchOrigin origin, String author, @Nullable SwitchOverPlan plan,
        List<SwitchApproval> approvals, boolean fenced, List<Unconfirmed> unconfirmed, Map<String, Generation> written,
        @Nullable StepFigures measured, Instant since, @Nullable Instant due, @Nullable Instant expires,
        List<SwitchTransition> history, List<SwitchCheck> checks) {

    /** Creates one that no check forbids. */
    public SwitchOverStatus(Generation generation, long sequence, SwitchOverState state, StepPosition at,
            @Nullable SwitchPause pause, SwitchOrigin origin, String author, @Nullable SwitchOverPlan plan,
            List<SwitchApproval> approvals, boolean fenced, List<Unconfirmed> unconfirmed,
            Map<String, Generation> written, @Nullable StepFigures measured, Instant since, @Nullable Instant due,
            @Nullable Instant expires, List<SwitchTransition> history) {
        this(generation, sequence, state, at, pause, origin, author, plan, approvals, fenced, unconfirmed, written,
                measured, since, due, expires, history, List.of());
    }

    /** How many transitions are kept with it. */
    public static final int HISTORY = 200;

    public SwitchOverStatus {
        approvals = List.copyOf(approvals);
        unconfirmed = List.copyOf(unconfirmed);
        written = Ordered.map(written);
        history = List.copyOf(history);
        checks = List.copyOf(checks);
    }

    /** Returns a switch-over that was just asked for. */
    public static SwitchOverStatus drafted(String ownIdc, SwitchOrigin origin, String author, Instant now) {
        return new SwitchOverStatus(new Generation(1, ownIdc), 0, SwitchOverState.DRAFT, StepPosition.FIRST, null,
                origin,
                author, null, List.of(), false, List.of(), Map.of(), null, now, null, null, List.of());
    }

    /** Returns whether this is what became of the other later: a higher generation, or of the same one more transitions. */
    public boolean after(SwitchOverStatus other) {
        int generations = generation.compareTo(other.generation);
        return generations > 0 || (generations == 0 && sequence > other.sequence);
    }

    /** Returns the data planes that nobody waits for, by an operator's word, until they have Acked. */
    public List<Unconfirmed.DataPlane> quarantined() {
        return unconfirmed.stream().map(Unconfirmed::quarantined).filter(Objects::nonNull).toList();
    }

    /** Returns for how many data planes of an IDC nobody waits, by an operator's word, whichever are behind. */
    public int quarantinedAtMost(String idc) {
        return unconfirmed.stream().filter(each -> each.idc().equals(idc)).mapToInt(Unconfirmed::quarantinedAtMost)
                .sum();
    }

    /** Returns the sequence number of the transition that led into the state: those that changed something else do not count. */
    public long entered() {
        return history.reversed().stream().filter(each -> each.from() != each.to()).findFirst()
                .map(SwitchTransition::sequence).orElse(sequence);
    }

    /** Returns a builder of what comes next. */
    public SwitchOverStatusChange change() {
        return new SwitchOverStatusChange(this);
    }

    /** Returns this history and one more, without the oldest when it is full. */
    List<SwitchTransition> historyWith(SwitchTransition next) {
        List<SwitchTransition> longer = new ArrayList<>(history);
        longer.add(next);
        return longer.size() > HISTORY ? longer.subList(longer.size() - HISTORY, longer.size()) : longer;
    }
}
