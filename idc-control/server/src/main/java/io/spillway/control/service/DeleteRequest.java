package io.spillway.control.service;

import io.spillway.model.resource.Kind;
import org.jspecify.annotations.Nullable;

/** A deletion. {@code ifMatch}, when given, is the revision that must be current; {@code origin}: from where, for the audit. */
public record DeleteRequest(Kind kind, String name, boolean dryRun, @Nullable Long ifMatch, String author,
        Origin origin) {

    /** Creates a deletion of the system itself. */
    public DeleteRequest(Kind kind, String name, boolean dryRun, @Nullable Long ifMatch, String author) {
        this(kind, name, dryRun, ifMatch, author, Origin.SYSTEM);
    }
}
