package io.spillway.control.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;

/** What became of a write. */
public sealed interface WriteResult {

    /**
     * Done (or, for a dry run, would be done).
     *
     * @param revision  registry revision of the write; of the newest state when nothing had to change
     * @param resources the resources as they now stand, in the order of the request; empty for a deletion
     * @param created   names of those which did not exist before, as {@code "<plural>/<name>"}
     * @param changed   false when everything already stood as asked
     */
    record Applied(long revision, List<Resource> resources, List<String> created, boolean changed)
            implements
                WriteResult {

        public Applied {
            resources = List.copyOf(resources);
            created = List.copyOf(created);
        }
    }

    /** The request itself is wrong; every violation is listed. HTTP 400. */
    record Invalid(List<Violation> violations) implements WriteResult {

        public Invalid {
            violations = List.copyOf(violations);
        }
    }

    /**
     * Somebody else changed the object. HTTP 409.
     *
     * @param object          {@code "<plural>/<name>"}
     * @param winner          who wrote what stands, for instance {@code alice@idc-a (generation 4/idc-a)}
     * @param currentRevision revision that stands; 0 when the object is gone
     * @param detail          a sentence for people
     */
    record Conflict(String object, String winner, long currentRevision, String detail) implements WriteResult {}

    /** The {@code If-Match} of the request is not current. HTTP 412. */
    record Stale(String object, long expectedRevision, long currentRevision) implements WriteResult {}

    /** Well-formed, but a guard forbids it. HTTP 422. */
    record Guarded(String guard, String detail, Map<String, String> figures) implements WriteResult {

        public Guarded {
            figures = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(figures));
        }
    }

    /** Nothing with that name. HTTP 404. */
    record NotFound(Kind kind, String name) implements WriteResult {}

    /**
     * The registry cannot be written, or this node is not ready. HTTP 503.
     *
     * @param outcomeUnknown whether the write was sent and may have happened; else it did not
     */
    record Unavailable(Instant since, String reason, boolean outcomeUnknown) implements WriteResult {

        /** Of a write that did not happen. */
        public Unavailable(Instant since, String reason) {
            this(since, reason, false);
        }
    }
}
