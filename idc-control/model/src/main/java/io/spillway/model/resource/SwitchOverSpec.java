package io.spillway.model.resource;

import io.spillway.model.document.Tree;

/**
 * An orchestrated shift; kept as written until the state machine reads it.
 *
 * @param tree the spec as written
 */
public record SwitchOverSpec(Tree tree) implements Spec {

    @Override
    public Kind kind() {
        return Kind.SWITCH_OVER;
    }
}
