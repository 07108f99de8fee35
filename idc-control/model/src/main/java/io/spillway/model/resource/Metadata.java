package io.spillway.model.resource;

import java.util.Map;

/**
 * What every resource has.
 *
 * @param name unique among resources of the kind in an IDC
 * @param labels in the order given
 * @param annotations in the order given; nothing reads them but people
 * @param revision the registry revision that wrote the resource; in a write, the revision that the author saw; 0 when
 *        the author does not say
 */
public record Metadata(String name, Map<String, String> labels, Map<String, String> annotations, long revision) {

    public Metadata {
        labels = Ordered.map(labels);
        annotations = Ordered.map(annotations);
    }

    /** Returns metadata with a name and nothing else. */
    public static Metadata named(String name) {
        return new Metadata(name, Map.of(), Map.of(), 0);
    }

    /** Returns the same with another revision. */
    public Metadata withRevision(long other) {
        return new Metadata(name, labels, annotations, other);
    }
}
