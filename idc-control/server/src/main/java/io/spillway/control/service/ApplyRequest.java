package io.spillway.control.service;

import java.util.List;

import io.spillway.model.resource.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A write of one or more resources.
 *
 * @param resources decoded resources; {@code metadata.revision} 0 means "whatever is there", else it must be current
 * @param dryRun    check everything, write nothing
 * @param ifMatch   for a single resource: the revision of the {@code If-Match} header; 0 means it must not exist yet
 * @param author    who asks, for the audit and for the loser of a conflict
 * @param origin    from where, for the audit
 * @param asker     whom a second person may have to stand by; null: he needs nobody
 */
public record ApplyRequest(List<Resource> resources, boolean dryRun, @Nullable Long ifMatch, String author,
        Origin origin, @Nullable Asker asker) {

    /** Creates a write of the system itself. */
    public ApplyRequest(List<Resource> resources, boolean dryRun, @Nullable Long ifMatch, String author) {
        this(resources, dryRun, ifMatch, author, Origin.SYSTEM);
    }

    /** Creates a write of somebody who needs nobody. */
    public ApplyRequest(List<Resource> resources, boolean dryRun, @Nullable Long ifMatch, String author,
            Origin origin) {
        this(resources, dryRun, ifMatch, author, origin, null);
    }

    /** Returns the same of these resources. */
    public ApplyRequest writing(List<Resource> others) {
        return new ApplyRequest(others, dryRun, ifMatch, author, origin, asker);
    }

    /** Returns the same from somewhere else. */
    public ApplyRequest from(Origin other) {
        return new ApplyRequest(resources, dryRun, ifMatch, author, other, asker);
    }

    public ApplyRequest {
        resources = List.copyOf(resources);
    }
}
