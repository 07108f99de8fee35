package io.spillway.gateway.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.gateway.route.PathMatch;
import io.spillway.gateway.route.RouteMatch;
import io.spillway.gateway.route.TextMatch;
import io.spillway.model.resource.ValueMatch;
import io.spillway.wire.xds.CookiePattern;
import org.jspecify.annotations.Nullable;

/** Reads the conditions of routes. */
final class MatchReader {
    private static final Set<String> KNOWN = Set.of("prefix", "path", "path_separated_prefix", "path_match_policy",
            "connect_matcher", "case_sensitive", "headers", "query_parameters");
    private static final String METHOD = ":method";
    private static final String AUTHORITY = ":authority";

    private MatchReader() {}

    static RouteMatch read(io.envoyproxy.envoy.config.route.v3.RouteMatch match) {
        Fields.only(match, KNOWN);
        if (match.hasCaseSensitive() && !match.getCaseSensitive().getValue()) {
            throw Refusal.unsupported("RouteMatch.case_sensitive false");
        }
        String method = null;
        List<RouteMatch.Condition> headers = new ArrayList<>();
        List<RouteMatch.Condition> cookies = new ArrayList<>();
        for (HeaderMatcher header : match.getHeadersList()) {
            String name = Fields.notEmpty("headers.name", header.getName()).toLowerCase(Locale.ROOT);
            RouteMatch.Condition cookie = name.equals("cookie") ? cookie(header) : null;
            if (cookie != null) {
                cookies.add(cookie);
                continue;
            }
            TextMatch condition = header(header);
            if (name.equals(METHOD) && condition instanceof TextMatch.Exact(String value, boolean ignoreCase)
                    && !ignoreCase
                    && method == null) {
                method = value;
            } else if (name.startsWith(":")) {
                throw Refusal.unsupported("condition on " + name + " other than an exact :method"
                        + (name.equals(AUTHORITY) ? " (use domains)" : ""));
            } else {
                headers.add(new RouteMatch.Condition(name, condition));
            }
        }
        List<RouteMatch.Condition> query = new ArrayList<>();
        for (QueryParameterMatcher parameter : match.getQueryParametersList()) {
            query.add(new RouteMatch.Condition(Fields.notEmpty("query_parameters.name", parameter.getName()),
                    parameter(parameter)));
        }
        return new RouteMatch(path(match), method, headers, cookies, query);
    }

    private static PathMatch path(io.envoyproxy.envoy.config.route.v3.RouteMatch match) {
        return switch (match.getPathSpecifierCase()) {
            // xDS allows an empty prefix, which says the same as a slash.
            case PREFIX -> new PathMatch.Prefix(match.getPrefix().isEmpty() ? "/" : match.getPrefix());
            case PATH -> new PathMatch.Exact(match.getPath());
            case PATH_SEPARATED_PREFIX -> separated(match.getPathSeparatedPrefix());
            case PATH_MATCH_POLICY -> template(match.getPathMatchPolicy());
            case SAFE_REGEX -> throw Refusal.unsupported("RouteMatch.safe_regex");
            case CONNECT_MATCHER -> new PathMatch.Connect();
            case PATHSPECIFIER_NOT_SET -> throw Refusal.of("match", "no path", "prefix, path or path_separated_prefix");
        };
    }

    private static PathMatch separated(String prefix) {
        if (prefix.endsWith("/") || prefix.indexOf('?') >= 0 || prefix.indexOf('#') >= 0) {
            throw Refusal.of("path_separated_prefix", prefix, "no ? or #, and no slash at the end");
        }
        return new PathMatch.SeparatedPrefix(prefix);
    }

    private static PathMatch template(TypedExtensionConfig policy) {
        if (!policy.getTypedConfig().is(UriTemplateMatchConfig.class)) {
            throw Refusal.unsupported("path_match_policy " + policy.getTypedConfig().getTypeUrl());
        }
        return new PathMatch.Template(
                Fields.unpack("path_match_policy", policy.getTypedConfig(), UriTemplateMatchConfig.class)
                        .getPathTemplate());
    }

    /** Returns the condition on a cookie that the regular expression says, or null when it says something else. */
    private static RouteMatch.@Nullable Condition cookie(HeaderMatcher header) {
        ValueMatch cookie = header.hasStringMatch() && header.getStringMatch().hasSafeRegex()
                ? CookiePattern.parse(header.getStringMatch().getSafeRegex().getRegex())
                : null;
        if (cookie == null) {
            return null;
        }
        TextMatch text = switch (cookie.operator()) {
            case EXACT -> new TextMatch.Exact(cookie.value(), false);
            case PREFIX -> new TextMatch.StartsWith(cookie.value(), false);
            case SUFFIX -> new TextMatch.EndsWith(cookie.value(), false);
            case CONTAINS -> new TextMatch.Contains(cookie.value(), false);
            case PRESENT -> new TextMatch.Present();
        };
        return new RouteMatch.Condition(cookie.name(), header.getInvertMatch() ? new TextMatch.Not(text) : text);
    }

    private static TextMatch header(HeaderMatcher header) {
        TextMatch condition = switch (header.getHeaderMatchSpecifierCase()) {
            case STRING_MATCH -> text(header.getStringMatch());
            case RANGE_MATCH ->
                new TextMatch.InRange(header.getRangeMatch().getStart(), header.getRangeMatch().getEnd());
            case PRESENT_MATCH -> present(header.getPresentMatch());
            case HEADERMATCHSPECIFIER_NOT_SET -> new TextMatch.Present();
            case SAFE_REGEX_MATCH, EXACT_MATCH, PREFIX_MATCH, SUFFIX_MATCH, CONTAINS_MATCH -> throw Refusal
                    .unsupported("HeaderMatcher." + header.getHeaderMatchSpecifierCase() + " (use string_match)");
        };
        if (header.getTreatMissingHeaderAsEmpty() && !(condition instanceof TextMatch.Present)) {
            TextMatch orEmpty = new TextMatch.MissingIsEmpty(condition);
            return header.getInvertMatch() ? new TextMatch.Not(orEmpty) : orEmpty;
        }
        if (!header.getInvertMatch()) {
            return condition;
        }
        // As in Envoy a missing header meets an inverted condition only when that is about presence.
        return condition instanceof TextMatch.Present || condition instanceof TextMatch.Not
                ? new TextMatch.Not(condition)
                : new TextMatch.PresentAndNot(condition);
    }

    private static TextMatch parameter(QueryParameterMatcher parameter) {
        return switch (parameter.getQueryParameterMatchSpecifierCase()) {
            case STRING_MATCH -> text(parameter.getStringMatch());
            case PRESENT_MATCH -> present(parameter.getPresentMatch());
            case QUERYPARAMETERMATCHSPECIFIER_NOT_SET -> new TextMatch.Present();
        };
    }

    private static TextMatch present(boolean present) {
        return present ? new TextMatch.Present() : new TextMatch.Not(new TextMatch.Present());
    }

    private static TextMatch text(StringMatcher matcher) {
        boolean ignoreCase = matcher.getIgnoreCase();
        return switch (matcher.getMatchPatternCase()) {
            case EXACT -> new TextMatch.Exact(matcher.getExact(), ignoreCase);
            case PREFIX -> new TextMatch.StartsWith(matcher.getPrefix(), ignoreCase);
            case SUFFIX -> new TextMatch.EndsWith(matcher.getSuffix(), ignoreCase);
            case CONTAINS -> new TextMatch.Contains(matcher.getContains(), ignoreCase);
            case SAFE_REGEX -> throw Refusal.unsupported("StringMatcher.safe_regex");
            case CUSTOM -> throw Refusal.unsupported("StringMatcher.custom");
            case MATCHPATTERN_NOT_SET -> throw Refusal.of("string_match", "empty", "exact, prefix, suffix or contains");
        };
    }
}
