package io.spillway.model.resource;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a request must be, all of it.
 *
 * @param method in upper case, null for any
 */
public record RouteMatch(PathMatch path, @Nullable String method, List<ValueMatch> headers, List<ValueMatch> cookies,
        List<ValueMatch> query) {

    public RouteMatch {
        headers = List.copyOf(headers);
        cookies = List.copyOf(cookies);
        query = List.copyOf(query);
    }

    /** Makes one that does not ask for cookies. */
    public RouteMatch(PathMatch path, @Nullable String method, List<ValueMatch> headers, List<ValueMatch> query) {
        this(path, method, headers, List.of(), query);
    }

    /** Any request. */
    public static final RouteMatch ANY = new RouteMatch(PathMatch.ANY, null, List.of(), List.of());
}
