package io.spillway.control.service;

import java.time.Instant;
import java.util.List;

import io.spillway.control.service.DeliveryReport.RevisionView;
import org.jspecify.annotations.Nullable;

/**
 * The newest changes that one node has seen, oldest first. Each node remembers its own, from its start on; of what stood
 * already at its start it knows who wrote it last.
 *
 * @param size how many revisions are remembered at most
 */
public record HistoryReport(String idc, String node, int size, List<RevisionChange> revisions) {

    /** Copies the list. */
    public HistoryReport {
        revisions = List.copyOf(revisions);
    }

    /**
     * What one revision changed.
     *
     * @param at       when this node learned of it; of what it found at its start, when it was written; null: not known
     * @param changes  the first of them, at most 20
     * @param more     how many more there are
     * @param delivery who has it; null when that is not remembered, or nothing that is served changed
     */
    public record RevisionChange(long revision, @Nullable Instant at, List<ResourceChange> changes, int more,
            @Nullable RevisionView delivery) {

        /** Copies the list. */
        public RevisionChange {
            changes = List.copyOf(changes);
        }
    }

    /** What happened to a resource. */
    public enum Change {
        /** It is new. */
        CREATED,
        /** It is another than before. */
        UPDATED,
        /** It is gone. */
        DELETED,
        /** It stood at the start of this node; what that write changed is not known. */
        FOUND
    }

    /**
     * One resource that a revision changed.
     *
     * @param object {@code "<plural>/<name>"}
     * @param author who wrote it, as he said himself; {@code seed} for the resources of the first start, {@code sync:<idc>}
     *               for imports, {@code drain:<node>} for workloads that a node released
     * @param fields what differs, of an update only
     */
    public record ResourceChange(String object, Change change, String author, List<FieldChange> fields) {

        /** Copies the list. */
        public ResourceChange {
            fields = List.copyOf(fields);
        }
    }

    /** A top-level field, as JSON, cut when it is long; null: it was not there, or is not there any more. */
    public record FieldChange(String field, @Nullable String before, @Nullable String after) {}
}
