package io.spillway.control.service;

import io.spillway.model.resource.Resource;

/** One change of one resource. */
public sealed interface ResourceEvent {

    /** Registry revision of the change. */
    long revision();

    /** It was created or replaced. */
    record Put(long revision, Resource resource) implements ResourceEvent {}

    /** It is gone; {@code last} is how it stood before. */
    record Deleted(long revision, Resource last) implements ResourceEvent {}
}
