package io.spillway.drill.mock.scenario;

import java.time.Duration;
import java.util.List;

import io.spillway.drill.mock.fleet.FleetSettings;
import io.spillway.drill.mock.fleet.Group;

/**
 * A scenario as read from a file.
 *
 * @param name name
 * @param settings what it runs on
 * @param groups the clients
 * @param hold how long the clients go on answering after the last has done its steps
 * @param limit how long all steps of all clients may take
 */
public record Scenario(String name, FleetSettings settings, List<Group> groups, Duration hold, Duration limit) {

    /** Copies the list. */
    public Scenario {
        groups = List.copyOf(groups);
    }

    /** Returns the number of clients of all groups. */
    public int clients() {
        return groups.stream().mapToInt(Group::count).sum();
    }

    /** Returns the same on something else. */
    public Scenario on(FleetSettings other) {
        return new Scenario(name, other, groups, hold, limit);
    }
}
