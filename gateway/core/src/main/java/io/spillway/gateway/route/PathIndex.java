package io.spillway.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The rules of one virtual host, indexed by path. Rules with the same path share a bucket; the buckets that a path reaches
 * (its exact one, one per prefix of it, those of templates) are few, and the rule with the lowest number among their matches
 * is the first listed one. Immutable; what a host has no rules for is null, so that a request does not wait for it.
 */
final class PathIndex {
    private final @Nullable Map<String, Bucket> exact;
    private final @Nullable PrefixTree prefixes;
    private final @Nullable TemplateTree templates;
    private final @Nullable Bucket tunnels;

    private PathIndex(Builder from) {
        this.exact = from.exact;
        this.prefixes = from.prefixes == null ? null : from.prefixes.build();
        this.templates = from.templates;
        this.tunnels = from.tunnels;
    }

    static PathIndex of(String domain, List<RouteRule> rules) {
        Builder builder = new Builder();
        for (int i = 0; i < rules.size(); i++) {
            RouteRule rule = rules.get(i);
            builder.bucketOf(rule.match().path())
                    .add(new RouteResult.Matched(rule.route(), domain, rule.match(), i));
        }
        return new PathIndex(builder);
    }

    @Nullable
    RouteResult match(RequestView request) {
        if (request.connect()) {
            return tunnels == null ? null : tunnels.first(request, null);
        }
        String path = request.path();
        int mark = path.indexOf('?');
        int end = mark < 0 ? path.length() : mark;
        RouteResult.Matched best = null;
        if (exact != null) {
            Bucket bucket = exact.get(mark < 0 ? path : path.substring(0, mark));
            if (bucket != null) {
                best = bucket.first(request, null);
            }
        }
        if (prefixes != null) {
            best = prefixes.first(request, path, end, best);
        }
        if (templates != null) {
            best = templates.first(request, path, end, best);
        }
        return best;
    }

    private static final class Builder {
        private @Nullable Map<String, Bucket> exact;
        private @Nullable PrefixTreeBuilder prefixes;
        private @Nullable TemplateTree templates;
        private @Nullable Bucket tunnels;

        private Bucket bucketOf(PathMatch path) {
            return switch (path) {
                case PathMatch.Connect _ -> tunnels();
                case PathMatch.Exact(String text) -> exact().computeIfAbsent(text, _ -> new Bucket());
                case PathMatch.Prefix(String text) -> prefixes().bucket(text, false);
                case PathMatch.SeparatedPrefix(String text) -> prefixes().bucket(text, true);
                case PathMatch.Template(String text) -> templates().bucket(text);
            };
        }

        private Bucket tunnels() {
            Bucket made = tunnels != null ? tunnels : new Bucket();
            tunnels = made;
            return made;
        }

        private Map<String, Bucket> exact() {
            Map<String, Bucket> made = exact != null ? exact : new HashMap<>();
            exact = made;
            return made;
        }

        private PrefixTreeBuilder prefixes() {
            PrefixTreeBuilder made = prefixes != null ? prefixes : new PrefixTreeBuilder();
            prefixes = made;
            return made;
        }

        private TemplateTree templates() {
            TemplateTree made = templates != null ? templates : new TemplateTree();
            templates = made;
            return made;
        }
    }
}
