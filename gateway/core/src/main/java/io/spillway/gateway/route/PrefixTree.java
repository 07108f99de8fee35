package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * A radix tree of path prefixes: one walk along a path passes every prefix of it. The tree is one array of numbers: in a
 * table of many hosts nearly every step to another object waits for memory, and a walk here takes two or three of them.
 * Immutable.
 *
 * <p>
 * A node is: the length of its label, the characters of the label, the place of the rules for every path through here, the
 * place of those for the path that ends here or goes on with a slash (-1 for none), the number of children, and for each of
 * them, by its first character, that character and where the child is.
 */
final class PrefixTree {
    private static final int PREFIX = 0;
    private static final int SEPARATED = 1;
    private static final int CHILDREN = 2;
    static final int FIRST_CHILD = 3;

    private final int[] nodes;
    /** The rule of a place that has only one. */
    private final RouteResult.@Nullable Matched[] single;
    /** The rules of the other places. */
    private final @Nullable Bucket[] several;

    PrefixTree(int[] nodes, RouteResult.@Nullable Matched[] single, @Nullable Bucket[] several) {
        this.nodes = nodes;
        this.single = single;
        this.several = several;
    }

    /** Returns the first rule among the prefixes of {@code path[0, end)}, or {@code best} when that has a lower number. */
    RouteResult.@Nullable Matched first(RequestView request, String path, int end,
            RouteResult.@Nullable Matched best) {
        RouteResult.Matched found = best;
        int node = 0;
        int at = 0;
        while (true) {
            int facts = node + 1 + nodes[node];
            if (nodes[facts + PREFIX] >= 0) {
                found = rules(nodes[facts + PREFIX], request, found);
            }
            if (nodes[facts + SEPARATED] >= 0 && (at == end || path.charAt(at) == '/')) {
                found = rules(nodes[facts + SEPARATED], request, found);
            }
            if (at >= end) {
                return found;
            }
            int child = child(facts, path.charAt(at));
            if (child < 0 || !passes(child, path, at, end)) {
                return found;
            }
            at += nodes[child];
            node = child;
        }
    }

    private RouteResult.@Nullable Matched rules(int place, RequestView request, RouteResult.@Nullable Matched best) {
        RouteResult.Matched one = single[place];
        if (one != null) {
            return Bucket.better(one, request, best);
        }
        Bucket bucket = several[place];
        return bucket == null ? best : bucket.first(request, best);
    }

    private int child(int facts, char first) {
        int low = 0;
        int high = nodes[facts + CHILDREN] - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int at = facts + FIRST_CHILD + 2 * middle;
            if (nodes[at] == first) {
                return nodes[at + 1];
            }
            if (nodes[at] < first) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private boolean passes(int node, String path, int at, int end) {
        int length = nodes[node];
        if (at + length > end) {
            return false;
        }
        for (int i = 1; i < length; i++) {
            if (nodes[node + 1 + i] != path.charAt(at + i)) {
                return false;
            }
        }
        return true;
    }
}
