package io.spillway.control.snapshot;

import java.util.List;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.model.resource.Canary;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.ValueMatch;
import io.spillway.wire.xds.CookiePattern;

/** Conditions of Routes. Pure. */
final class Matches {

    private Matches() {}

    static RouteMatch of(io.spillway.model.resource.RouteMatch match) {
        RouteMatch.Builder xds = RouteMatch.newBuilder();
        // A request for a tunnel has no path: xDS tells it by a matcher of its own.
        boolean tunnel = "CONNECT".equals(match.method());
        if (tunnel) {
            xds.setConnectMatcher(RouteMatch.ConnectMatcher.getDefaultInstance());
        } else {
            path(xds, match.path());
        }
        if (match.method() != null && !tunnel) {
            xds.addHeaders(HeaderMatcher.newBuilder().setName(":method")
                    .setStringMatch(StringMatcher.newBuilder().setExact(match.method())));
        }
        conditions(xds, match.headers(), match.cookies());
        match.query().forEach(parameter -> xds.addQueryParameters(parameter(parameter)));
        return xds.build();
    }

    /** Returns the same match with more conditions. */
    static RouteMatch with(RouteMatch match, Canary canary) {
        RouteMatch.Builder xds = match.toBuilder();
        conditions(xds, canary.headers(), canary.cookies());
        return xds.build();
    }

    private static void conditions(RouteMatch.Builder xds, List<ValueMatch> headers, List<ValueMatch> cookies) {
        headers.forEach(header -> xds.addHeaders(header(header)));
        cookies.forEach(cookie -> xds.addHeaders(inverted(HeaderMatcher.newBuilder().setName("cookie")
                .setStringMatch(StringMatcher.newBuilder()
                        .setSafeRegex(RegexMatcher.newBuilder().setRegex(CookiePattern.of(cookie)))),
                cookie)));
    }

    private static void path(RouteMatch.Builder xds, PathMatch path) {
        switch (path) {
            case PathMatch.Exact(String exact) -> xds.setPath(exact);
            case PathMatch.Prefix(String prefix) -> {
                String whole = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
                if (whole.isEmpty()) {
                    xds.setPrefix("/");
                } else {
                    xds.setPathSeparatedPrefix(whole);
                }
            }
            case PathMatch.Template(String template) -> xds.setPathMatchPolicy(TypedExtensionConfig.newBuilder()
                    .setName("envoy.path.match.uri_template.uri_template_matcher").setTypedConfig(Any
                            .pack(UriTemplateMatchConfig.newBuilder().setPathTemplate(template).build())));
        }
    }

    private static HeaderMatcher header(ValueMatch match) {
        HeaderMatcher.Builder matcher = HeaderMatcher.newBuilder().setName(match.name());
        return match.operator() == ValueMatch.Operator.PRESENT
                ? matcher.setPresentMatch(!match.invert()).build()
                : inverted(matcher.setStringMatch(text(match)), match);
    }

    /** Without a word a stock Envoy would not let a request pass that has no such header at all. */
    private static HeaderMatcher inverted(HeaderMatcher.Builder matcher, ValueMatch match) {
        return (match.invert() ? matcher.setInvertMatch(true).setTreatMissingHeaderAsEmpty(true) : matcher).build();
    }

    private static QueryParameterMatcher parameter(ValueMatch match) {
        QueryParameterMatcher.Builder matcher = QueryParameterMatcher.newBuilder().setName(match.name());
        return (match.operator() == ValueMatch.Operator.PRESENT
                ? matcher.setPresentMatch(!match.invert())
                : matcher.setStringMatch(text(match))).build();
    }

    private static StringMatcher text(ValueMatch match) {
        StringMatcher.Builder text = StringMatcher.newBuilder();
        return switch (match.operator()) {
            case PREFIX -> text.setPrefix(match.value()).build();
            case SUFFIX -> text.setSuffix(match.value()).build();
            case CONTAINS -> text.setContains(match.value()).build();
            case EXACT, PRESENT -> text.setExact(match.value()).build();
        };
    }
}
