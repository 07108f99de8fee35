package io.spillway.drill.churn;

import java.util.List;

/**
 * What became of the changes.
 *
 * @param due
 *            changes whose time has come
 * @param written
 *            those that a control node confirmed
 * @param again
 *            attempts beyond the first, because a node did not answer
 * @param settled
 *            those of unknown outcome that reading showed to be done
 * @param lateP99Ms
 *            99 % of them were due no longer before somebody began to write them; more than a little says that this program
 *            was late
 * @param writtenP50Ms
 *            half of them were confirmed this long after they were due
 * @param writtenP99Ms
 *            99 % of them
 * @param writtenMaxMs
 *            all of them
 * @param revision
 *            the registry's after the last one
 * @param compared
 *            whether what is stored was compared with what was written
 * @param different
 *            workloads that are stored otherwise than they were written last
 * @param problems
 *            the first changes that were not written, and the first differences
 */
public record ChurnResult(long due, long written, long again, long settled, double lateP99Ms, double writtenP50Ms,
        double writtenP99Ms, double writtenMaxMs, long revision, boolean compared, long different,
        List<String> problems) {

    /** Copies the list. */
    public ChurnResult {
        problems = List.copyOf(problems);
    }
}
