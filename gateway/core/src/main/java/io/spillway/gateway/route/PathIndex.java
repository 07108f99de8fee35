package io.spillway.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The rules of one virtual host, indexed by path. Rules with the same path share a bucket; the buckets that a path reaches
 * (its exact one, one per prefix of it, those of templates) are few, and the rule with the lowest number among their matches
 * is the first listed one.
 */
final class PathIndex {
    private final Map<String, Bucket> exact = new HashMap<>();
    private final PrefixTree prefixes = new PrefixTree();
    private final TemplateTree templates = new TemplateTree();
    private final Bucket tunnels = new Bucket();

    PathIndex(String domain, List<RouteRule> rules) {
        for (int i = 0; i < rules.size(); i++) {
            RouteRule rule = rules.get(i);
            bucketOf(rule.match().path()).add(new Bucket.Entry(i, rule.match(),
                    new RouteResult.Matched(rule.route(), domain, rule.match().path())));
        }
    }

    private Bucket bucketOf(PathMatch path) {
        return switch (path) {
            case PathMatch.Connect _ -> tunnels;
            case PathMatch.Exact(String text) -> exact.computeIfAbsent(text, _ -> new Bucket());
            case PathMatch.Prefix(String text) -> prefixes.bucket(text, false);
            case PathMatch.SeparatedPrefix(String text) -> prefixes.bucket(text, true);
            case PathMatch.Template(String text) -> templates.bucket(text);
        };
    }

    @Nullable
    RouteResult match(RequestView request) {
        if (request.connect()) {
            Bucket.Entry tunnel = tunnels.first(request, null);
            return tunnel == null ? null : tunnel.matched();
        }
        String path = request.path();
        int mark = path.indexOf('?');
        int end = mark < 0 ? path.length() : mark;
        Bucket.Entry best = null;
        if (!exact.isEmpty()) {
            Bucket bucket = exact.get(mark < 0 ? path : path.substring(0, mark));
            if (bucket != null) {
                best = bucket.first(request, null);
            }
        }
        best = prefixes.first(request, path, end, best);
        if (!templates.isEmpty()) {
            best = templates.first(request, path, end, best);
        }
        return best == null ? null : best.matched();
    }
}
