package io.spillway.model.resource;

import java.util.List;

/**
 * The IDCs that back each other.
 *
 * @param idcs in the order in which they take over
 * @param minActive how many must be able to serve at any time, at least 1
 * @param limits what switch-overs may do
 */
public record DrGroupSpec(List<String> idcs, int minActive, DrGroupLimits limits) implements Spec {

    /** A DrGroup that limits nothing. */
    public DrGroupSpec(List<String> idcs, int minActive) {
        this(idcs, minActive, DrGroupLimits.NONE);
    }

    public DrGroupSpec {
        idcs = List.copyOf(idcs);
    }

    @Override
    public Kind kind() {
        return Kind.DR_GROUP;
    }
}
