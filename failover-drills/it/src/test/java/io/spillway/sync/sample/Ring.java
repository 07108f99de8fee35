package io.spillway.sync.sample;

import io.spillway.sync.sample.ring.Link;

/** A deliberate offender: one half of a cycle of packages. */
public class Ring {

    /** The other half. */
    public final Class<?> link = Link.class;
}
