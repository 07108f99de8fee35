package io.spillway.sync.peer;

import java.util.List;

import io.spillway.wire.v1.SourceHolds;

/** What the own control plane is told of sources of workloads, and what it says to them. Called by the owner thread; must not block. */
public interface SourceWords {

    /** There are no sources. */
    SourceWords NONE = new SourceWords() {

        @Override
        public List<SourceHolds> held() {
            return List.of();
        }

        @Override
        public void release(String source) {
            // There is nothing that could be held.
        }
    };

    /** Returns the sources that hold something, with what they hold. */
    List<SourceHolds> held();

    /** An operator says that what the source misses now is meant to go. */
    void release(String source);
}
