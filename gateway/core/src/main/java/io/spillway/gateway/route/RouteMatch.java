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
 * @param cookies conditions on cookies
 * @param query conditions on query parameters
 */
public record RouteMatch(PathMatch path, @Nullable String method, List<Condition> headers, List<Condition> cookies,
        List<Condition> query) {
    /**
     * A condition on one header, cookie or query parameter.
     *
     * @param name the header, in lower case, the cookie or the parameter
     * @param value what its value must be
     */
    public record Condition(String name, TextMatch value) {}

    /** Takes every request. */
    public static final RouteMatch ANY = path(PathMatch.ANY);

    public RouteMatch {
        requireNonNull(path, "path");
        headers = List.copyOf(headers);
        cookies = List.copyOf(cookies);
        query = List.copyOf(query);
    }

    /** Creates a match that does not look at cookies. */
    public RouteMatch(PathMatch path, @Nullable String method, List<Condition> headers, List<Condition> query) {
        this(path, method, headers, List.of(), query);
    }

    /** Returns a match of every request with such a path. */
    public static RouteMatch path(PathMatch path) {
        return new RouteMatch(path, null, List.of(), List.of());
    }

    /** Returns whether method, headers, cookies and query are as asked for; the path is not looked at. */
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
        if (!cookies.isEmpty() && !cookiesHold(request.header("cookie"))) {
            return false;
        }
        for (int i = 0; i < query.size(); i++) {
            Condition condition = query.get(i);
            if (!condition.value().matches(QueryParameter.of(request.path(), condition.name()))) {
                return false;
            }
        }
        return true;
    }

    private boolean cookiesHold(@Nullable String header) {
        for (int i = 0; i < cookies.size(); i++) {
            Condition condition = cookies.get(i);
            if (!condition.value().matches(Cookies.of(header, condition.name()))) {
                return false;
            }
        }
        return true;
    }
}
