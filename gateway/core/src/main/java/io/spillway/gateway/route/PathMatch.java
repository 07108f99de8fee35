package io.spillway.gateway.route;

import org.jspecify.annotations.Nullable;

/**
 * Which paths a route takes; always compared with the path without its query. What cannot be understood is refused by an
 * {@link IllegalArgumentException} that names it.
 */
public sealed interface PathMatch {

    /**
     * Returns the paths as one text of few values, for traces (OpenTelemetry's {@code http.route}): a prefix ends with
     * {@code *}. Null for what says nothing of the path: every path, and a tunnel.
     */
    static @Nullable String template(PathMatch paths) {
        return switch (paths) {
            case Connect _ -> null;
            case Exact(String path) -> path;
            case Prefix(String prefix) -> prefix.equals("/") ? null : prefix + "*";
            case SeparatedPrefix(String prefix) -> prefix + "/*";
            case Template(String template) -> template;
        };
    }

    /** Every path. */
    PathMatch ANY = new Prefix("/");

    /** Requests for a tunnel, CONNECT, which have no path; nothing else takes those. */
    record Connect() implements PathMatch {
        @Override
        public String toString() {
            return "connect";
        }
    }

    /**
     * Exactly this path.
     *
     * @param path starts with a slash
     */
    record Exact(String path) implements PathMatch {
        public Exact {
            slashed(path);
        }

        @Override
        public String toString() {
            return "path " + path;
        }
    }

    /**
     * Every path that starts with these characters, as xDS has it: {@code /api} also takes {@code /apis}.
     *
     * @param prefix starts with a slash
     */
    record Prefix(String prefix) implements PathMatch {
        public Prefix {
            slashed(prefix);
        }

        @Override
        public String toString() {
            return "prefix " + prefix;
        }
    }

    /**
     * The path itself and everything below it: {@code /api} takes {@code /api} and {@code /api/x}, not {@code /apis}.
     *
     * @param prefix starts with a slash and does not end with one
     */
    record SeparatedPrefix(String prefix) implements PathMatch {
        public SeparatedPrefix {
            slashed(prefix);
        }

        @Override
        public String toString() {
            return "prefix " + prefix + "/";
        }
    }

    /**
     * Every path of this form: a segment {@code *} or {@code {name}} takes one non-empty segment, a last segment {@code **} or
     * {@code {name=**}} takes the rest, also an empty one: {@code /a/**} takes {@code /a/}, not {@code /a}.
     *
     * @param template starts with a slash
     */
    record Template(String template) implements PathMatch {
        public Template {
            slashed(template);
            TemplateTree.check(template);
        }

        @Override
        public String toString() {
            return "template " + template;
        }
    }

    private static void slashed(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: " + path + " (expected: something that starts with /)");
        }
    }
}
