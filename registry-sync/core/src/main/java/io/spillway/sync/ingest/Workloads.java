package io.spillway.sync.ingest;

import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Resource;

/** The workloads of the control plane, as one source may use them. Blocks, but not for ever; one thread. */
public interface Workloads {

    /** Returns all workloads that are of the source. */
    Listing list(String source);

    /** Makes the changes, in any order, each for itself; returns as many answers, in the order of the changes. */
    List<WriteAnswer> write(List<Change> changes);

    /** Says that these still are; {@code metadata.revision} is what must stand. All of them or none. */
    WriteAnswer renew(List<Resource> standing);

    /** What there is. */
    sealed interface Listing {

        /** The workloads by name, with their revisions. */
        record Found(Map<String, Resource> workloads) implements Listing {

            /** Copies. */
            public Found {
                workloads = Map.copyOf(workloads);
            }
        }

        /** Nobody answers, or not all of it came. */
        record Away(String reason) implements Listing {}
    }

    /** One change. */
    sealed interface Change {

        /** Returns the name of the workload. */
        String name();

        /** Returns the revision that must stand; 0 when there must be none. */
        long ifMatch();

        /** Write it so. */
        record Put(Resource wanted, long ifMatch) implements Change {

            @Override
            public String name() {
                return wanted.name();
            }
        }

        /** Delete it. */
        record Delete(String name, long ifMatch) implements Change {}
    }

    /** What became of a write. */
    sealed interface WriteAnswer {

        /** It stands, since that revision; of a deletion, the revision that deleted it. */
        record Done(long revision) implements WriteAnswer {}

        /** Another revision stands, or none. */
        record Stale(String reason) implements WriteAnswer {}

        /** The control plane does not want it; it would say so again. */
        record Refused(String reason) implements WriteAnswer {}

        /** Nobody can take it at the moment; it may have happened or not. */
        record Away(String reason) implements WriteAnswer {}
    }
}
