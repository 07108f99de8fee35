package io.spillway.sync.ingest;

/** Hears what is counted. Called by the thread of a source, must not block. */
@FunctionalInterface
public interface IngestObserver {

    /** Something new was set aside. */
    void problem(String source, String name, String reason);
}
