package io.spillway.control.nodes;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The control nodes that live, as one node knows it, and who of them does what. Immutable.
 *
 * <p>Work is shared by rendezvous hashing (highest random weight; D. G. Thaler and C. V. Ravishankar, "Using name-based
 * mappings to increase hit rates", IEEE/ACM Transactions on Networking 6(1), 1998): every node gives each key a weight, and
 * the key belongs to the node with the greatest. So nodes that know the same names agree without talking, each has an equal
 * share, and when a node leaves only its keys move, evenly to all others; when it returns just these come back to it.
 *
 * <p>Two nodes may know different names for a moment, and both own a key or none of them does. Whatever is shared by this
 * must bear that: do nothing wrong when it is done twice, nor when it is done a little later.
 */
public final class LiveNodes {

    private final String self;
    private final List<String> names;
    private final long[] seeds;
    private final long version;

    private LiveNodes(String self, List<String> names, long version) {
        this.self = self;
        this.names = names;
        this.seeds = names.stream().mapToLong(Rendezvous::hash).toArray();
        this.version = version;
    }

    /** Returns what a node knows before it is one of them: nobody lives, and it owns nothing. */
    public static LiveNodes none(String self) {
        return new LiveNodes(self, List.of(), 0);
    }

    /** Returns these nodes; names that come twice count once. {@code version}: grows with every change. */
    public static LiveNodes of(String self, Collection<String> names, long version) {
        return new LiveNodes(self, List.copyOf(new TreeSet<>(names)), version);
    }

    /** Returns the name of the node that knows this. */
    public String self() {
        return self;
    }

    /** Returns the names of all that live, sorted. */
    public List<String> names() {
        return names;
    }

    /** Returns a number that is greater for newer knowledge of the same node; 0 for {@link #none}. */
    public long version() {
        return version;
    }

    /** Returns whether this node is the one of them that does the work of a key. Costs one hash and a step per node. */
    public boolean owns(String key) {
        return self.equals(ownerOf(key));
    }

    /** Returns who of them does the work of a key, or null when nobody lives. */
    public @Nullable String ownerOf(String key) {
        int first = Rendezvous.choose(seeds, Rendezvous.hash(key));
        return first < 0 ? null : names.get(first);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LiveNodes that && self.equals(that.self) && names.equals(that.names)
                && version == that.version;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(seeds) * 31 + Long.hashCode(version);
    }

    @Override
    public String toString() {
        return names + " (version " + version + ", self " + self + ")";
    }
}
