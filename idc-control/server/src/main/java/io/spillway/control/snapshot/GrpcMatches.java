package io.spillway.control.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.config.route.v3.QueryParameterMatcher;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Conditions of routes in the words of gRPC's own xDS client (gRFC A28): a path is said exactly, as a prefix of octets or as a
 * regular expression (RE2) of the whole. What holds for every call of gRPC, which is a POST without a query, is left out, and
 * a route that no call can meet has no match. Pure.
 */
final class GrpcMatches {

    /** What gRPC allows in the name of a header; it does not survive the question for another one. */
    private static final Pattern HEADER = Pattern.compile("[0-9a-z_.-]+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/]");
    private static final String SEGMENT = "[^/]+";

    private GrpcMatches() {}

    /** Returns matches that together mean the same for calls of gRPC; none when no call meets it. */
    static List<RouteMatch> of(RouteMatch shared) {
        RouteMatch.Builder match = RouteMatch.newBuilder();
        if (!path(match, shared)
                || !shared.getQueryParametersList().stream().allMatch(GrpcMatches::holdsWithoutQuery)) {
            return List.of();
        }
        List<RouteMatch> matches = List.of(match.build());
        for (HeaderMatcher header : shared.getHeadersList()) {
            List<HeaderMatcher> either = either(header);
            if (either == null) {
                continue;
            }
            List<RouteMatch> longer = new ArrayList<>();
            for (RouteMatch so : matches) {
                either.forEach(one -> longer.add(so.toBuilder().addHeaders(one).build()));
            }
            matches = longer;
        }
        return matches;
    }

    private static boolean path(RouteMatch.Builder match, RouteMatch shared) {
        switch (shared.getPathSpecifierCase()) {
            case PREFIX -> match.setPrefix(shared.getPrefix());
            case PATH -> match.setPath(shared.getPath());
            case PATH_SEPARATED_PREFIX -> match.setSafeRegex(regex(quote(shared.getPathSeparatedPrefix()) + "(/.*)?"));
            case PATH_MATCH_POLICY -> match.setSafeRegex(regex(template(shared.getPathMatchPolicy())));
            case SAFE_REGEX -> match.setSafeRegex(shared.getSafeRegex());
            case CONNECT_MATCHER, PATHSPECIFIER_NOT_SET -> {
                return false;
            }
        }
        return true;
    }

    private static String template(TypedExtensionConfig policy) {
        String template;
        try {
            template = policy.getTypedConfig().unpack(UriTemplateMatchConfig.class).getPathTemplate();
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("a template of our own", impossible);
        }
        StringBuilder regex = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            boolean named = segment.startsWith("{");
            boolean rest = segment.equals("**") || (named && segment.endsWith("=**}"));
            regex.append('/').append(rest ? ".*" : named || segment.equals("*") ? SEGMENT : quote(segment));
        }
        return regex.toString();
    }

    private static boolean holdsWithoutQuery(QueryParameterMatcher parameter) {
        return parameter.hasPresentMatch() && !parameter.getPresentMatch();
    }

    /** Returns conditions of which one must hold, none when that cannot be, and null when it always does. */
    private static @Nullable List<HeaderMatcher> either(HeaderMatcher header) {
        String name = header.getName().toLowerCase(Locale.ROOT);
        if (name.equals(":method")) {
            return header.getStringMatch().getExact().equals("POST") ? null : List.of();
        }
        if (!HEADER.matcher(name).matches()) {
            return header.getInvertMatch() || (header.hasPresentMatch() && !header.getPresentMatch())
                    ? null
                    : List.of();
        }
        if (header.getTreatMissingHeaderAsEmpty() && header.getInvertMatch()) {
            // gRPC has no word for it: a header that is not there meets no condition on its value, inverted or not.
            return List.of(header.toBuilder().clearTreatMissingHeaderAsEmpty().build(),
                    HeaderMatcher.newBuilder().setName(header.getName()).setPresentMatch(false).build());
        }
        return List.of(header);
    }

    private static RegexMatcher regex(String regex) {
        return RegexMatcher.newBuilder().setRegex(regex).build();
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder();
        text.codePoints().forEach(c -> {
            String one = Character.toString(c);
            quoted.append(c < 128 && !PLAIN.matcher(one).matches() ? "\\" : "").append(one);
        });
        return quoted.toString();
    }
}
