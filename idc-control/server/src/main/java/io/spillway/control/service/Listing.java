package io.spillway.control.service;

import java.util.List;

import io.spillway.model.resource.Resource;

/** Resources of one kind by name, as of a registry revision. */
public record Listing(long revision, List<Resource> resources) {

    public Listing {
        resources = List.copyOf(resources);
    }
}
