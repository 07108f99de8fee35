package io.spillway.drill.plan;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.load.UserGroup;

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
 */
public record LoadSpec(List<UserGroup> users, Duration connectTimeout, Duration patience, Duration ramp,
        Duration latest) {

    /** Copies the list. */
    public LoadSpec {
        users = List.copyOf(users);
    }

    /** Returns whether there is nobody. */
    public boolean isEmpty() {
        return users.isEmpty();
    }

    /** Returns the same users at another total rate, shared as before. */
    public LoadSpec withRps(double rps) {
        double now = users.stream().mapToDouble(UserGroup::rps).sum();
        List<UserGroup> scaled = users.stream()
                .map(u -> new UserGroup(u.name(), u.home(), u.rps() * rps / now, u.postPercent(), u.services()))
                .toList();
        return new LoadSpec(scaled, connectTimeout, patience, ramp, latest);
    }
}
