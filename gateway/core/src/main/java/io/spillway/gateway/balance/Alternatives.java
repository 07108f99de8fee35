package io.spillway.gateway.balance;

/**
 * Where another attempt could go.
 *
 * @param priority the priority of the attempt that ended
 * @param idc the IDC of that priority
 * @param untriedHere how many available endpoints of that priority were not tried yet
 * @param nextPriority the next priority with an available endpoint that was not tried yet, -1 when there is none
 * @param nextIdc the IDC of the next priority, empty when there is none
 * @param resortIdc where no next priority is left: the IDC of an available endpoint of an earlier priority that was not
 *     tried; where there is none and none here either, that of one that was not, in whatever priority and state but draining;
 *     empty when there is none
 */
public record Alternatives(int priority, String idc, int untriedHere, int nextPriority, String nextIdc,
        String resortIdc) {

    /** Creates what has no last resort. */
    public Alternatives(int priority, String idc, int untriedHere, int nextPriority, String nextIdc) {
        this(priority, idc, untriedHere, nextPriority, nextIdc, "");
    }

    /** Returns whether an endpoint is left that was not tried, although its priority was left, or it looks dead. */
    public boolean hasLastResort() {
        return !resortIdc.isEmpty();
    }

    /** Returns whether another priority has an endpoint that was not tried; while there are some here, an available one. */
    public boolean hasElsewhere() {
        return hasNext() || hasLastResort();
    }

    /** Returns whether a later priority can be used. */
    public boolean hasNext() {
        return nextPriority >= 0;
    }
}
