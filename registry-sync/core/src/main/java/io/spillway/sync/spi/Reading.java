package io.spillway.sync.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;

/** What became of reading a source. */
public sealed interface Reading {

    /**
     * All that the source has.
     *
     * @param entries WorkloadEntries by name, in the order of the source
     * @param problems what was set aside; an entry that is named here keeps what it had
     * @param whole whether what is not here is not there; false while something could not be read that may hold entries whose
     *        names nobody knows, and then nothing is removed
     */
    record Snapshot(Map<String, Resource> entries, List<SourceProblem> problems, boolean whole) implements Reading {

        /** Copies; refuses entries of another kind, or under another name, with an IllegalArgumentException. */
        public Snapshot {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            problems = List.copyOf(problems);
            entries.forEach((name, entry) -> {
                if (entry.kind() != Kind.WORKLOAD_ENTRY || !entry.name().equals(name)) {
                    throw new IllegalArgumentException(
                            "entry " + name + ": " + entry.title() + " (expected: WorkloadEntry " + name + ")");
                }
            });
        }
    }

    /**
     * The source could not be read, or only in part: it says nothing, and everything stays as it is.
     *
     * @param reason for people: what was read, and what was found
     */
    record NoData(String reason) implements Reading {}
}
