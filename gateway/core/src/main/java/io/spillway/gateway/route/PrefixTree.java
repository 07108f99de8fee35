package io.spillway.gateway.route;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** A radix tree of path prefixes: one walk along a path passes every prefix of it. Written while a table is built only. */
final class PrefixTree {
    private static final class Node {
        private String label;
        private char[] keys = {};
        private Node[] children = {};
        /** Rules for every path through here. */
        private @Nullable Bucket prefix;
        /** Rules for the path that ends here, or goes on with a slash. */
        private @Nullable Bucket separated;

        Node(String label) {
            this.label = label;
        }

        @Nullable
        Node child(char first) {
            int at = Arrays.binarySearch(keys, first);
            return at < 0 ? null : children[at];
        }

        void put(Node child) {
            char first = child.label.charAt(0);
            int at = Arrays.binarySearch(keys, first);
            if (at >= 0) {
                children[at] = child;
                return;
            }
            int slot = -at - 1;
            char[] moreKeys = Arrays.copyOf(keys, keys.length + 1);
            Node[] moreChildren = Arrays.copyOf(children, children.length + 1);
            System.arraycopy(keys, slot, moreKeys, slot + 1, keys.length - slot);
            System.arraycopy(children, slot, moreChildren, slot + 1, children.length - slot);
            moreKeys[slot] = first;
            moreChildren[slot] = child;
            keys = moreKeys;
            children = moreChildren;
        }
    }

    private final Node root = new Node("");

    /** Returns the bucket of the prefix, making it when it is new. */
    Bucket bucket(String prefix, boolean separated) {
        Node node = nodeOf(prefix);
        Bucket bucket = separated ? node.separated : node.prefix;
        if (bucket == null) {
            bucket = new Bucket();
            if (separated) {
                node.separated = bucket;
            } else {
                node.prefix = bucket;
            }
        }
        return bucket;
    }

    private Node nodeOf(String text) {
        Node node = root;
        int at = 0;
        while (at < text.length()) {
            Node child = node.child(text.charAt(at));
            if (child == null) {
                child = new Node(text.substring(at));
                node.put(child);
                return child;
            }
            int common = 1;
            while (common < child.label.length() && at + common < text.length()
                    && child.label.charAt(common) == text.charAt(at + common)) {
                common++;
            }
            if (common < child.label.length()) {
                Node upper = new Node(child.label.substring(0, common));
                child.label = child.label.substring(common);
                upper.put(child);
                node.put(upper);
                child = upper;
            }
            node = child;
            at += common;
        }
        return node;
    }

    /** Returns the first rule among the prefixes of {@code path[0, end)}, or {@code best} when that has a lower number. */
    Bucket.@Nullable Entry first(RequestView request, String path, int end, Bucket.@Nullable Entry best) {
        Bucket.Entry found = best;
        Node node = root;
        int at = 0;
        while (true) {
            if (node.prefix != null) {
                found = node.prefix.first(request, found);
            }
            if (node.separated != null && (at == end || path.charAt(at) == '/')) {
                found = node.separated.first(request, found);
            }
            if (at >= end) {
                return found;
            }
            Node child = node.child(path.charAt(at));
            if (child == null || at + child.label.length() > end || !path.startsWith(child.label, at)) {
                return found;
            }
            at += child.label.length();
            node = child;
        }
    }
}
