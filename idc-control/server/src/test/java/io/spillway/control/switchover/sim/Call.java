package io.spillway.control.switchover.sim;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

import io.spillway.model.switchover.SwitchOverEvent;

/**
 * A call of an operator that was answered, or whose answer was lost.
 *
 * @param begun when it began, on the scale of {@link Commit#at}
 * @param ended when its answer came, or was given up
 * @param revision that wrote it; 0 when it wrote nothing, or nobody knows
 */
public record Call(String id, SwitchOverEvent event, long begun, long ended, Answer answer, long revision) {

    /** How a call ended. */
    public enum Answer {
        DONE, UNCHANGED, REFUSED, CONFLICT, LOST
    }

    /** Returns how many calls were answered so. */
    public static Map<Answer, Long> count(Collection<Call> calls) {
        return calls.stream().collect(Collectors.groupingBy(Call::answer, Collectors.counting()));
    }
}
