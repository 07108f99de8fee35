package io.spillway.control.drain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodeRecord.Progress;
import io.spillway.control.nodes.NodesView;
import org.jspecify.annotations.Nullable;

/**
 * What a node does about the drains that it knows. Pure.
 *
 * <p>A node that sees a drain later than others, says less than they do and so only delays; one that says too much would
 * release too early. So progress never counts more than the newest drain that the node itself knows.
 */
final class DrainRules {

    /** So many clients are named in the registry at most. */
    static final int NAMED = 8;

    private DrainRules() {}

    /** What to do about one drain. */
    sealed interface Verdict {

        /** The entry is deleted by this node. */
        record Release(Reason reason, Missing missing) implements Verdict {}

        /** Nothing yet. */
        record Wait(Missing missing) implements Verdict {}

        /** All that is known has Acked, or had its time, but another node deletes the entry. */
        record LeaveTo(String owner, Missing missing) implements Verdict {}
    }

    /** Why an entry is deleted. */
    enum Reason {
        /** Every client of every live node has Acked that it gets no requests any more. */
        ACKED("acked"),
        /** The deadline has passed. */
        DEADLINE("deadline");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** Returns the name that people see. */
        String word() {
            return word;
        }
    }

    /** Who has not Acked: nodes of which some client has not, and clients as far as they are known. */
    record Missing(List<String> nodes, List<String> clients) {

        Missing {
            nodes = List.copyOf(nodes);
            clients = List.copyOf(clients);
        }
    }

    /** Returns what to do about a drain at {@code now}, ticker's time. */
    static Verdict judge(Drain.Known known, NodesView nodes, long now, Duration deadline) {
        String owner = nodes.live().ownerOf(known.drain().key());
        Missing missing = missing(known, nodes, owner);
        boolean late = now - known.drain().nanos() >= deadline.toNanos();
        if (owner == null || (!missing.nodes().isEmpty() && !late)) {
            return new Verdict.Wait(missing);
        }
        return owner.equals(nodes.live().self())
                ? new Verdict.Release(missing.nodes().isEmpty() ? Reason.ACKED : Reason.DEADLINE, missing)
                : new Verdict.LeaveTo(owner, missing);
    }

    /** Everybody tells the owner, who tells nobody: what its own clients lack only it knows. */
    private static Missing missing(Drain.Known known, NodesView nodes, @Nullable String owner) {
        List<String> behind = new ArrayList<>();
        Set<String> clients = new TreeSet<>(known.behind());
        String self = nodes.live().self();
        for (Map.Entry<String, NodeRecord> entry : nodes.records().entrySet()) {
            boolean isSelf = entry.getKey().equals(self);
            Progress said = entry.getValue().progress();
            boolean lacks = isSelf
                    ? !known.delivered()
                    : !entry.getKey().equals(owner) && said.revision() < known.drain().revision();
            if (lacks) {
                behind.add(entry.getKey());
                clients.addAll(isSelf ? List.of() : said.behind());
            }
        }
        return new Missing(behind, List.copyOf(clients));
    }

    /**
     * Returns what this node must tell the others now, which is {@code said} when nothing is new to them: only what lets
     * another node release a drain, or keeps it from that, is worth a write. The others know only what was said.
     */
    static Progress progress(Collection<Drain.Known> drains, Progress said, NodesView nodes, long now,
            Duration deadline) {
        List<Drain.Known> theirs = drains.stream().filter(known -> !nodes.live().owns(known.drain().key())).toList();
        long undelivered = Long.MAX_VALUE;
        long newest = 0;
        Set<String> behind = new TreeSet<>();
        for (Drain.Known known : drains) {
            newest = Math.max(newest, known.drain().revision());
            if (!known.delivered()) {
                undelivered = Math.min(undelivered, known.drain().revision());
            }
        }
        for (Drain.Known known : theirs) {
            if (now - known.drain().nanos() >= deadline.toNanos() / 2) {
                behind.addAll(known.behind());
            }
        }
        long acked = undelivered == Long.MAX_VALUE ? newest : undelivered - 1;
        List<String> named = behind.stream().limit(NAMED).toList();
        boolean news = theirs.stream().anyMatch(
                known -> (known.drain().revision() <= acked) != (known.drain().revision() <= said.revision()));
        if (nodes.live().names().size() < 2 || (!news && named.equals(said.behind()))) {
            return said;
        }
        return new Progress(drains.isEmpty() ? said.revision() : acked, named);
    }
}
