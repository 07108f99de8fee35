package io.spillway.gateway.overload;

import io.spillway.gateway.limit.PriorityClass;

/**
 * What a gateway does while it is under pressure. Immutable; event loops read the newest one.
 *
 * @param level how far it has withdrawn
 * @param cause the signal with the highest pressure
 * @param idleScale what idle time-outs are multiplied by, 0.1..1
 * @param keepAlive whether connections are kept after an answer
 * @param accepting whether new connections are accepted
 * @param lastAdmitted the last class that is let in
 */
public record OverloadState(OverloadLevel level, Signal cause, double idleScale, boolean keepAlive, boolean accepting,
        PriorityClass lastAdmitted) {
    /** Everything as usual. */
    public static final OverloadState CALM = new OverloadState(OverloadLevel.CALM, Signal.DIRECT_MEMORY, 1, true, true,
            PriorityClass.SHEDDABLE);

    /** Tells whether a request of that class is let in. */
    public boolean admits(PriorityClass priority) {
        return priority.compareTo(lastAdmitted) <= 0;
    }

    /** Tells whether a request of that class may open an upstream connection. */
    public boolean mayConnect(PriorityClass priority) {
        return lastAdmitted != PriorityClass.CRITICAL || priority == PriorityClass.CRITICAL;
    }
}
