package io.spillway.control.service;

import io.spillway.model.resource.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A deletion.
 *
 * @param ifMatch when given, the revision that must be current
 * @param origin  from where, for the audit
 * @param asker   whom a second person may have to stand by; null: he needs nobody
 */
public record DeleteRequest(Kind kind, String name, boolean dryRun, @Nullable Long ifMatch, String author,
        Origin origin, @Nullable Asker asker) {

    /** Creates a deletion of the system itself. */
    public DeleteRequest(Kind kind, String name, boolean dryRun, @Nullable Long ifMatch, String author) {
        this(kind, name, dryRun, ifMatch, author, Origin.SYSTEM);
    }

    /** Creates a deletion of somebody who needs nobody. */
    public DeleteRequest(Kind kind, String name, boolean dryRun, @Nullable Long ifMatch, String author,
            Origin origin) {
        this(kind, name, dryRun, ifMatch, author, origin, null);
    }

    /** Returns the same from somewhere else. */
    public DeleteRequest from(Origin other) {
        return new DeleteRequest(kind, name, dryRun, ifMatch, author, other, asker);
    }
}
