package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.RouteMatch;
import io.spillway.model.resource.RouteSpec;

/**
 * The order in which the matches of all Routes of a host are asked, so that the first that fits is the one that the
 * Kubernetes Gateway API gives precedence (specification of HTTPRouteRule.matches): an exact path, the prefix with more
 * characters, a method, more conditions on headers, more on query parameters, the older Route, the Route first by name, the
 * match listed first.
 *
 * <p>The Gateway API leaves two things open. A template stands among the prefixes by the characters of its plain text, and
 * before a prefix of that length: it asks for more. A condition on a cookie counts as one on a header, which it is. Pure.
 */
final class RouteOrder {

    private static final Comparator<Ranked> PRECEDENCE = Comparator.comparing(Ranked::exact).reversed()
            .thenComparing(Comparator.comparingInt(Ranked::length).reversed())
            .thenComparing(Comparator.comparing(Ranked::template).reversed())
            .thenComparing(Comparator.comparing(Ranked::method).reversed())
            .thenComparing(Comparator.comparingInt(Ranked::headers).reversed())
            .thenComparing(Comparator.comparingInt(Ranked::query).reversed()).thenComparingLong(Ranked::created)
            .thenComparing(Ranked::name).thenComparingInt(Ranked::number);

    private RouteOrder() {}

    /** A match of a Route, with what its rank depends on. */
    record Ranked(String name, int number, RouteSpec spec, RouteMatch match, long created) {

        boolean exact() {
            return match.path() instanceof PathMatch.Exact;
        }

        boolean template() {
            return match.path() instanceof PathMatch.Template;
        }

        int length() {
            return switch (match.path()) {
                case PathMatch.Exact(String path) -> path.length();
                case PathMatch.Prefix(String path) -> path.length() > 1 && path.endsWith("/")
                        ? path.length() - 1
                        : path.length();
                case PathMatch.Template(String path) -> plainText(path);
            };
        }

        boolean method() {
            return match.method() != null;
        }

        int headers() {
            return match.headers().size() + match.cookies().size();
        }

        int query() {
            return match.query().size();
        }

        /** Returns the name of the xDS route. */
        String routeName() {
            return number == 0 ? name : name + "#" + number;
        }

        /** Returns whether no request gets past this. */
        boolean takesAll() {
            return match.path() instanceof PathMatch.Prefix(String path) && path.equals("/") && !method()
                    && headers() == 0 && query() == 0;
        }
    }

    /** Returns the matches of these Routes in their order. */
    static List<Ranked> of(ControlState state, Iterable<String> names) {
        List<Ranked> all = new ArrayList<>();
        for (String name : names) {
            RouteSpec spec = state.route(name);
            for (int i = 0; spec != null && i < spec.matches().size(); i++) {
                all.add(new Ranked(name, i, spec, spec.matches().get(i), state.created(name)));
            }
        }
        all.sort(PRECEDENCE);
        return all;
    }

    private static int plainText(String template) {
        return template.replaceAll("\\{[^}]*}|\\*\\*", "").length();
    }
}
