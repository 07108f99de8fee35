package io.spillway.control.switchover.fence;

import java.util.List;

import io.spillway.model.resource.ShiftScope;

/**
 * What a fence is asked for. The same order may be given twice, also by another control node: its {@link #id()} is the same.
 *
 * @param switchOver name of the switch-over
 * @param attempt sequence number of the transition that led into the state in which it is asked: who resumes asks anew, and
 *        what changes while it is asked, as the time of its shift, changes nothing of the order
 * @param from the IDC that must not be written any more
 * @param to the IDC that will be
 * @param scopes whose traffic moves
 */
public record FenceOrder(String switchOver, long attempt, String from, String to, List<ShiftScope> scopes) {

    public FenceOrder {
        scopes = List.copyOf(scopes);
    }

    /** Returns a name of the order that is the same however often it is given. */
    public String id() {
        return switchOver + "-" + attempt;
    }
}
