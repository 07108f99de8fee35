package io.spillway.gateway.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/** Takes the prefixes of one host, then makes their tree. For one use by one thread. */
final class PrefixTreeBuilder {
    private static final class Node {
        private String label;
        private char[] keys = {};
        private Node[] children = {};
        private @Nullable Bucket prefix;
        private @Nullable Bucket separated;
        private int offset;

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

        int size() {
            return 1 + label.length() + PrefixTree.FIRST_CHILD + 2 * children.length;
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

    PrefixTree build() {
        List<Node> all = new ArrayList<>(List.of(root));
        int size = 0;
        for (int i = 0; i < all.size(); i++) {
            Node node = all.get(i);
            node.offset = size;
            size += node.size();
            all.addAll(Arrays.asList(node.children));
        }
        List<Bucket> buckets = new ArrayList<>();
        int[] nodes = new int[size];
        for (Node node : all) {
            write(node, nodes, buckets);
        }
        RouteResult.@Nullable Matched[] single = new RouteResult.Matched[buckets.size()];
        @Nullable
        Bucket[] several = new Bucket[buckets.size()];
        for (int i = 0; i < single.length; i++) {
            single[i] = buckets.get(i).only();
            several[i] = single[i] == null ? buckets.get(i) : null;
        }
        return new PrefixTree(nodes, single, several);
    }

    private static void write(Node node, int[] nodes, List<Bucket> buckets) {
        int at = node.offset;
        nodes[at++] = node.label.length();
        for (int i = 0; i < node.label.length(); i++) {
            nodes[at++] = node.label.charAt(i);
        }
        nodes[at++] = place(node.prefix, buckets);
        nodes[at++] = place(node.separated, buckets);
        nodes[at++] = node.children.length;
        for (int i = 0; i < node.children.length; i++) {
            nodes[at++] = node.keys[i];
            nodes[at++] = node.children[i].offset;
        }
    }

    private static int place(@Nullable Bucket bucket, List<Bucket> buckets) {
        if (bucket == null) {
            return -1;
        }
        buckets.add(bucket);
        return buckets.size() - 1;
    }
}
