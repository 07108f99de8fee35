package io.spillway.control.switchover.plan;

import java.util.List;
import java.util.Set;

import io.spillway.control.service.WriteResult;
import io.spillway.control.state.ResourceKeys;

/**
 * Whether a write that begins to move traffic, or goes on with it, may be done. It holds as long as what it leans on stands as
 * it was: the transaction compares that.
 */
public sealed interface Ruling {

    /** It may. */
    record Allowed(Ground ground) implements Ruling {}

    /** A rule refuses it. */
    record Refused(WriteResult.Guarded guarded, Ground ground) implements Ruling {}

    /** These switch-overs, which it goes before, are to be preempted and out of the way first. */
    record Preempts(List<String> switchOvers, Ground ground) implements Ruling {

        public Preempts {
            switchOvers = List.copyOf(switchOvers);
        }
    }

    /**
     * Another one that does not give way moves the same traffic.
     *
     * @param detail a sentence for people
     */
    record Waits(String detail, Ground ground) implements Ruling {}

    /** Returns what it leans on. */
    Ground ground();

    /**
     * What must stand until the write is done.
     *
     * @param leansOn resources that must be in the revision of the state that was judged, or absent as they were there
     * @param marks keys that are looked at <em>before</em> the state is taken (which must have all up to their revision), that
     *        the transaction compares with what was seen, and writes anew: whoever changes what several such writes are judged
     *        by together does the same
     */
    record Ground(Set<ResourceKeys.Id> leansOn, Set<String> marks) {

        public Ground {
            leansOn = Set.copyOf(leansOn);
            marks = Set.copyOf(marks);
        }
    }
}
