package io.spillway.sync.ingest;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.model.resource.Metadata;
import io.spillway.model.resource.Resource;

/** Says in a workload which source it is of. What does not say so is never changed and never deleted. */
public final class Provenance {

    /** The label of the resource, under {@code metadata}; its value is the source's name. */
    public static final String LABEL = "spillway.io/source";

    private Provenance() {}

    /** Returns whether the workload is of that source. */
    public static boolean isOf(Resource workload, String source) {
        return source.equals(workload.metadata().labels().get(LABEL));
    }

    /** Returns the workload as one of that source, without a revision. */
    static Resource mark(Resource entry, String source) {
        Map<String, String> labels = new LinkedHashMap<>(entry.metadata().labels());
        labels.put(LABEL, source);
        return new Resource(entry.kind(), new Metadata(entry.name(), labels, entry.metadata().annotations(), 0),
                entry.spec());
    }
}
