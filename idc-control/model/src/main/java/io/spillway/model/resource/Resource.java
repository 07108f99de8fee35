package io.spillway.model.resource;

/**
 * A resource of any kind.
 *
 * @param spec of the record type that belongs to the kind
 */
public record Resource(Kind kind, Metadata metadata, Spec spec) {

    public Resource {
        if (kind != spec.kind()) {
            throw new IllegalArgumentException(
                    "spec of " + metadata.name() + ": " + spec.kind() + " (expected: " + kind + ")");
        }
    }

    /** Returns a resource with a name and a spec, without labels and revision. */
    public static Resource of(String name, Spec spec) {
        return new Resource(spec.kind(), Metadata.named(name), spec);
    }

    /** Returns the name. */
    public String name() {
        return metadata.name();
    }

    /** Returns kind and name as people read it, as in {@code Service orders}. */
    public String title() {
        return kind.kindName() + " " + metadata.name();
    }

    /** Returns the same as written by another revision. */
    public Resource withRevision(long revision) {
        return new Resource(kind, metadata.withRevision(revision), spec);
    }

    /** Returns the same with another spec of the same kind. */
    public Resource withSpec(Spec other) {
        return new Resource(kind, metadata, other);
    }
}
