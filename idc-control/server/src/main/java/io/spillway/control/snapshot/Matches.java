package io.spillway.control.snapshot;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RedirectAction;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.model.resource.PathMatch;
import io.spillway.model.resource.Redirect;
import io.spillway.model.resource.ValueMatch;

/** Conditions and redirects of Routes. Pure. */
final class Matches {

    private Matches() {}

    static RouteMatch of(io.spillway.model.resource.RouteMatch match) {
        RouteMatch.Builder xds = RouteMatch.newBuilder();
        path(xds, match.path());
        if (match.method() != null) {
            xds.addHeaders(HeaderMatcher.newBuilder().setName(":method")
                    .setStringMatch(StringMatcher.newBuilder().setExact(match.method())));
        }
        match.headers().forEach(header -> xds.addHeaders(header(header)));
        match.query().forEach(parameter -> xds.addQueryParameters(parameter(parameter)));
        return xds.build();
    }

    static RedirectAction redirect(Redirect redirect) {
        RedirectAction.Builder action = RedirectAction.newBuilder().setResponseCode(switch (redirect.status()) {
            case 302 -> RedirectAction.RedirectResponseCode.FOUND;
            case 303 -> RedirectAction.RedirectResponseCode.SEE_OTHER;
            case 307 -> RedirectAction.RedirectResponseCode.TEMPORARY_REDIRECT;
            case 308 -> RedirectAction.RedirectResponseCode.PERMANENT_REDIRECT;
            default -> RedirectAction.RedirectResponseCode.MOVED_PERMANENTLY;
        });
        if (redirect.scheme() != null) {
            action.setSchemeRedirect(redirect.scheme());
        }
        if (redirect.host() != null) {
            action.setHostRedirect(redirect.host());
        }
        if (redirect.path() != null) {
            action.setPathRedirect(redirect.path());
        }
        return action.build();
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
        return (match.operator() == ValueMatch.Operator.PRESENT
                ? matcher.setPresentMatch(true)
                : matcher.setStringMatch(text(match))).build();
    }

    private static QueryParameterMatcher parameter(ValueMatch match) {
        QueryParameterMatcher.Builder matcher = QueryParameterMatcher.newBuilder().setName(match.name());
        return (match.operator() == ValueMatch.Operator.PRESENT
                ? matcher.setPresentMatch(true)
                : matcher.setStringMatch(text(match))).build();
    }

    private static StringMatcher text(ValueMatch match) {
        return match.operator() == ValueMatch.Operator.PREFIX
                ? StringMatcher.newBuilder().setPrefix(match.value()).build()
                : StringMatcher.newBuilder().setExact(match.value()).build();
    }
}
