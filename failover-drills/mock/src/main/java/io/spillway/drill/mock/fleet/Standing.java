package io.spillway.drill.mock.fleet;

import java.util.List;

/**
 * Whether the clients of a group hold what a new client is given now.
 *
 * @param group its name
 * @param clients how many it has
 * @param current how many hold exactly that, in the version that is given now
 * @param wanted resources that all clients together should hold
 * @param held those of them that they hold in the version that is given now
 * @param asked control nodes that a new client asked
 * @param nodes control nodes that gave a new client everything it asked for
 * @param agreed whether they all gave the same
 * @param examples the first clients that do not hold it, and what they lack
 */
public record Standing(String group, int clients, int current, long wanted, long held, int asked, int nodes,
        boolean agreed,
        List<String> examples) {

    /** Copies the list. */
    public Standing {
        examples = List.copyOf(examples);
    }
}
