package io.spillway.gateway.assembly;

import io.envoyproxy.envoy.config.core.v3.TypedExtensionConfig;
import io.envoyproxy.envoy.config.route.v3.RouteMatch;
import io.envoyproxy.envoy.extensions.path.match.uri_template.v3.UriTemplateMatchConfig;
import io.envoyproxy.envoy.extensions.path.rewrite.uri_template.v3.UriTemplateRewriteConfig;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatchAndSubstitute;
import io.spillway.gateway.route.FullPathRewrite;
import io.spillway.gateway.route.PathRewrite;
import io.spillway.gateway.route.PrefixRewrite;
import io.spillway.gateway.route.TemplateRewrite;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Reads what becomes of paths. */
final class RewriteReader {
    private final String owner;
    private final RouteMatch match;

    /** Creates a reader of what the owner, for example {@code route r}, does with the paths that this takes. */
    RewriteReader(String owner, RouteMatch match) {
        this.owner = owner;
        this.match = match;
    }

    /** Returns the rewrite of a route, or null for none. */
    @Nullable
    PathRewrite read(io.envoyproxy.envoy.config.route.v3.RouteAction action) {
        int given = (action.getPrefixRewrite().isEmpty() ? 0 : 1) + (action.hasRegexRewrite() ? 1 : 0)
                + (action.hasPathRewritePolicy() ? 1 : 0);
        if (given > 1) {
            throw Refusal.of("rewrite of " + owner, given + " rewrites",
                    "one of prefix_rewrite, regex_rewrite, path_rewrite_policy");
        }
        if (action.hasRegexRewrite()) {
            return full(action.getRegexRewrite());
        }
        return action.hasPathRewritePolicy()
                ? template(action.getPathRewritePolicy())
                : prefix(action.getPrefixRewrite());
    }

    /** Returns the rewrite of a matched prefix, or null when the replacement is empty, as xDS has it. */
    @Nullable
    PathRewrite prefix(String replacement) {
        if (replacement.isEmpty()) {
            return null;
        }
        String matched = switch (match.getPathSpecifierCase()) {
            case PREFIX -> match.getPrefix().isEmpty() ? "/" : match.getPrefix();
            case PATH -> match.getPath();
            case PATH_SEPARATED_PREFIX -> match.getPathSeparatedPrefix();
            case PATH_MATCH_POLICY, SAFE_REGEX, CONNECT_MATCHER, PATHSPECIFIER_NOT_SET ->
                throw Refusal.unsupported("prefix_rewrite of " + owner + " without a prefix");
        };
        return new PrefixRewrite(matched, slashed("prefix_rewrite", replacement));
    }

    /** Of all regular expressions only the one that takes everything: it is how xDS says "the whole path". */
    private PathRewrite full(RegexMatchAndSubstitute regex) {
        String pattern = regex.getPattern().getRegex();
        String replacement = regex.getSubstitution();
        if (!pattern.equals(XdsNames.WHOLE_PATH)) {
            throw Refusal.unsupported("regex_rewrite of " + owner + " by " + pattern + " other than "
                    + XdsNames.WHOLE_PATH);
        }
        if (replacement.indexOf('\\') >= 0) {
            throw Refusal.of("regex_rewrite.substitution of " + owner, replacement, "no \\");
        }
        return new FullPathRewrite(slashed("regex_rewrite.substitution", replacement));
    }

    private PathRewrite template(TypedExtensionConfig policy) {
        if (!policy.getTypedConfig().is(UriTemplateRewriteConfig.class)) {
            throw Refusal.unsupported("path_rewrite_policy " + policy.getTypedConfig().getTypeUrl());
        }
        if (!match.hasPathMatchPolicy()
                || !match.getPathMatchPolicy().getTypedConfig().is(UriTemplateMatchConfig.class)) {
            throw Refusal.of("path_rewrite_policy of " + owner, "no template to match",
                    "a path_match_policy uri_template");
        }
        String matched = Fields.unpack("path_match_policy", match.getPathMatchPolicy().getTypedConfig(),
                UriTemplateMatchConfig.class).getPathTemplate();
        return new TemplateRewrite(matched,
                Fields.unpack("path_rewrite_policy", policy.getTypedConfig(), UriTemplateRewriteConfig.class)
                        .getPathTemplateRewrite());
    }

    private String slashed(String field, String path) {
        if (!path.startsWith("/")) {
            throw Refusal.of(field + " of " + owner, path, "something that starts with /");
        }
        return path;
    }
}
