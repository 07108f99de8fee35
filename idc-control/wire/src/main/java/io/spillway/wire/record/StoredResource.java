package io.spillway.wire.record;

import io.spillway.model.resource.Resource;

/**
 * A resource as it stands in the registry.
 *
 * @param author who wrote it, empty when not known
 * @param writtenUnixMillis when, by the clock of the control node that wrote it
 */
public record StoredResource(Resource resource, String author, long writtenUnixMillis) {}
