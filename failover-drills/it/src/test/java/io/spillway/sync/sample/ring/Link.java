package io.spillway.sync.sample.ring;

import io.spillway.sync.sample.Ring;

/** A deliberate offender: the other half of a cycle, in a package that is not null-marked. */
public class Link {

    /** The first half. */
    public final Class<?> ring = Ring.class;
}
