package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.load.ReplayedLog;
import io.spillway.drill.load.UserGroup;
import org.jspecify.annotations.Nullable;

/**
 * The users of a drill.
 *
 * @param users
 *            groups
 * @param connectTimeout
 *            how long they wait for a connection
 * @param patience
 *            how long they wait for an answer
 * @param ramp
 *            how long their number grows evenly from nobody to all at the beginning
 * @param latest
 *            a run whose generator was later than this with more than one percent of its requests is void
 * @param replay
 *            what is sent again beside them, null for nothing
 * @param control
 *            how well the control group must fare
 */
public record LoadSpec(List<UserGroup> users, Duration connectTimeout, Duration patience, Duration ramp,
        Duration latest, @Nullable ReplayedLog replay, ControlLimit control) {

    /**
     * A run whose control group fares worse than this is void.
     *
     * @param percent
     *            of its requests must succeed
     * @param p99
     *            99 % of its requests must take no longer, null when that does not matter
     */
    public record ControlLimit(double percent, @Nullable Duration p99) {

        /** When the drill says nothing: one failed request of a thousand is noise. */
        public static final ControlLimit USUAL = new ControlLimit(99.9, null);
    }

    /** Copies the list. */
    public LoadSpec {
        users = List.copyOf(users);
    }

    /** Creates one without a replay, with the usual limit. */
    public LoadSpec(List<UserGroup> users, Duration connectTimeout, Duration patience, Duration ramp,
            Duration latest) {
        this(users, connectTimeout, patience, ramp, latest, null, ControlLimit.USUAL);
    }

    /** Returns whether there is nobody. */
    public boolean isEmpty() {
        return users.isEmpty() && replay == null;
    }

    /** Returns the same users at another total rate, shared as before; what is sent again is not changed. */
    public LoadSpec withRps(double rps) {
        double now = users.stream().mapToDouble(UserGroup::rps).sum();
        List<UserGroup> scaled = users.stream().map(group -> group.scaled(rps / now)).toList();
        return new LoadSpec(scaled, connectTimeout, patience, ramp, latest, replay, control);
    }
}
