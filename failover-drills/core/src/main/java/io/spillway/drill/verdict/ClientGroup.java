package io.spillway.drill.verdict;

import java.util.List;
import java.util.Map;

/**
 * How a group of mock data planes fared.
 *
 * @param name
 *            of its process and the group
 * @param clients
 *            how many it has
 * @param connected
 *            how many have a stream in the end
 * @param streams
 *            opened over the whole run
 * @param responses
 *            received
 * @param nacks
 *            sent
 * @param missed
 *            things that did not come in the time that the scenario gives them
 * @param violations
 *            of the protocol by the control nodes, by kind
 * @param settledP99Ms
 *            99 % of what was asked for was complete after this time
 * @param standing
 *            what they hold in the end
 * @param examples
 *            of violations, and of clients that are behind
 */
public record ClientGroup(String name, long clients, long connected, long streams, long responses, long nacks,
        long missed, Map<String, Long> violations, double settledP99Ms, Standing standing, List<String> examples) {

    /** Copies the collections. */
    public ClientGroup {
        violations = Map.copyOf(violations);
        examples = List.copyOf(examples);
    }

    /** Returns the violations of all kinds. */
    public long violationCount() {
        return violations.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns whether all hold the newest of everything, as all control nodes have it. */
    public boolean newest() {
        return standing.current == clients && standing.nodes == standing.asked && standing.agreed;
    }

    /**
     * What is held, beside what a new client of each control node is given.
     *
     * @param current
     *            clients that hold exactly that
     * @param wanted
     *            resources that all clients together should hold
     * @param held
     *            those of them that they hold in the newest version
     * @param asked
     *            control nodes
     * @param nodes
     *            those of them that gave a new client everything
     * @param agreed
     *            whether these gave the same
     */
    public record Standing(long current, long wanted, long held, long asked, long nodes, boolean agreed) {

        /** Nothing is known. */
        public static final Standing UNKNOWN = new Standing(0, 0, 0, 0, 0, false);
    }
}
