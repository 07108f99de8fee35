package io.spillway.gateway.route;

import java.util.List;

import org.jspecify.annotations.Nullable;

import static java.util.Objects.requireNonNull;

/**
 * Which requests a route takes: those that meet all conditions.
 *
 * @param path which paths
 * @param method which method, or null for every one
 * @param headers conditions on headers; a name is in lower case
 * @param query conditions on query parameters
 */
public record RouteMatch(PathMatch path, @Nullable String method, List<Condition> headers, List<Condition> query) {
    /**
     * A condition on one header or query parameter.
     *
     * @param name the header, in lower case, or the parameter
     * @param value what its value must be
     */
    public record Condition(String name, TextMatch value) {}

    /** Takes every request. */
    public static final RouteMatch ANY = path(PathMatch.ANY);

    public RouteMatch {
        requireNonNull(path, "path");
        headers = List.copyOf(headers);
        query = List.copyOf(query);
    }

    /** Returns a match of every request with such a path. */
    public static RouteMatch path(PathMatch path) {
        return new RouteMatch(path, null, List.of(), List.of());
    }

    /** Returns whether method, headers and query are as asked for; the path is not looked at. */
    boolean conditionsHold(RequestView request) {
        if (method != null && !method.equals(request.method())) {
            return false;
        }
        for (int i = 0; i < headers.size(); i++) {
            Condition condition = headers.get(i);
            if (!condition.value().matches(request.header(condition.name()))) {
                return false;
            }
        }
        for (int i = 0; i < query.size(); i++) {
            Condition condition = query.get(i);
            if (!condition.value().matches(QueryParameter.of(request.path(), condition.name()))) {
                return false;
            }
        }
        return true;
    }
}
