package io.spillway.control.node;

import java.time.Duration;

import io.spillway.control.nodes.NodeKeeper;
import io.spillway.control.spill.SpillKeeper;

/**
 * How a node lives with the other control nodes of its IDC.
 *
 * @param pace          how often it says that it lives
 * @param drainDeadline so long a workload that drains waits for the slowest client
 * @param patience      so long load that is not known any more is waited for
 */
public record Sharing(NodeKeeper.Pace pace, Duration drainDeadline, Duration patience) {

    /** The usual pace; a drain waits as long as a client may be silent before it is cut. */
    public static final Sharing USUAL = new Sharing(NodeKeeper.Pace.USUAL, Duration.ofSeconds(30),
            SpillKeeper.PATIENCE);

    /** Returns the same with another deadline. */
    public Sharing withDrainDeadline(Duration deadline) {
        return new Sharing(pace, deadline, patience);
    }

    /** Returns the same with another patience. */
    public Sharing withPatience(Duration other) {
        return new Sharing(pace, drainDeadline, other);
    }
}
