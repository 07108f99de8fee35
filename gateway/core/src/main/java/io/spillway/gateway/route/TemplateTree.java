package io.spillway.gateway.route;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** A tree of path templates by segment. Written while a table is built only. */
final class TemplateTree {
    private static final class Node {
        private final Map<String, Node> literals = new HashMap<>();
        private @Nullable Node any;
        private @Nullable Bucket here;
        private @Nullable Bucket rest;
    }

    private final Node root = new Node();

    /**
     * Checks a template that starts with a slash.
     *
     * @throws IllegalArgumentException when a segment of it cannot be understood
     */
    static void check(String template) {
        String[] segments = template.substring(1).split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (takesRest(segment)) {
                if (i < segments.length - 1) {
                    throw new IllegalArgumentException(
                            "template: " + template + " (expected: ** only as the last segment)");
                }
            } else if (!takesOne(segment)
                    && (segment.indexOf('*') >= 0 || segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0)) {
                throw new IllegalArgumentException("template: " + template + ", segment: " + segment
                        + " (expected: plain text, *, {name} or as the last one ** or {name=**})");
            }
        }
    }

    /** Returns the bucket of the template, making it when it is new. */
    Bucket bucket(String template) {
        Node node = root;
        for (String segment : template.substring(1).split("/", -1)) {
            if (takesRest(segment)) {
                node.rest = node.rest != null ? node.rest : new Bucket();
                return node.rest;
            }
            if (takesOne(segment)) {
                node.any = node.any != null ? node.any : new Node();
                node = node.any;
            } else {
                node = node.literals.computeIfAbsent(segment, _ -> new Node());
            }
        }
        node.here = node.here != null ? node.here : new Bucket();
        return node.here;
    }

    private static boolean takesRest(String segment) {
        return segment.equals("**") || (named(segment) && segment.endsWith("=**}"));
    }

    private static boolean takesOne(String segment) {
        return segment.equals("*") || (named(segment) && (segment.indexOf('=') < 0 || segment.endsWith("=*}")));
    }

    private static boolean named(String segment) {
        return segment.length() > 2 && segment.charAt(0) == '{' && segment.indexOf('}') == segment.length() - 1;
    }

    /** Returns the first rule among the templates of {@code path[0, end)}, or {@code best} when that has a lower number. */
    RouteResult.@Nullable Matched first(RequestView request, String path, int end, RouteResult.@Nullable Matched best) {
        return end < 1 || path.charAt(0) != '/' ? best : walk(root, request, path, 1, end, best);
    }

    /** Looks at the segment that starts at {@code at}; {@code at} is {@code end + 1} after the last one. */
    private static RouteResult.@Nullable Matched walk(Node node, RequestView request, String path, int at, int end,
            RouteResult.@Nullable Matched best) {
        RouteResult.Matched found = best;
        if (node.rest != null && at <= end) {
            found = node.rest.first(request, found);
        }
        if (at > end) {
            return node.here != null ? node.here.first(request, found) : found;
        }
        int slash = path.indexOf('/', at);
        int stop = slash < 0 || slash > end ? end : slash;
        if (!node.literals.isEmpty()) {
            Node literal = node.literals.get(path.substring(at, stop));
            if (literal != null) {
                found = walk(literal, request, path, stop + 1, end, found);
            }
        }
        if (node.any != null && stop > at) {
            found = walk(node.any, request, path, stop + 1, end, found);
        }
        return found;
    }
}
