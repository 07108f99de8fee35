package io.spillway.model.resource;

import io.spillway.model.document.Tree;

/**
 * An exercise; kept as written, decoded by the drill runner.
 *
 * @param tree the spec as written
 */
public record DrillSpec(Tree tree) implements Spec {

    @Override
    public Kind kind() {
        return Kind.DRILL;
    }
}
