package io.spillway.gateway.assembly;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.rbac.v3.Permission;
import io.envoyproxy.envoy.config.rbac.v3.Policy;
import io.envoyproxy.envoy.config.rbac.v3.Principal;
import io.envoyproxy.envoy.config.rbac.v3.RBAC.Action;
import io.envoyproxy.envoy.config.route.v3.HeaderMatcher;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBAC;
import io.envoyproxy.envoy.extensions.filters.http.rbac.v3.RBACPerRoute;
import io.envoyproxy.envoy.type.matcher.v3.RegexMatcher;
import io.envoyproxy.envoy.type.matcher.v3.StringMatcher;
import io.spillway.gateway.caller.Caller;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.caller.CallerPolicy.Grant;
import io.spillway.wire.xds.SpiffePattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads who may call: the role-based access control filter, as far as it lets in by SPIFFE id, for all methods or for all
 * but CONNECT. Everything else of it is refused: a rule that is not kept would be an open door.
 */
final class CallerReader {
    private static final Set<String> KNOWN_FILTER = Set.of("rules");
    private static final Set<String> KNOWN_RULES = Set.of("action", "policies");
    private static final Set<String> KNOWN_POLICY = Set.of("permissions", "principals");
    private static final Set<String> KNOWN_NAME = Set.of("principal_name");
    private static final Set<String> KNOWN_TEXT = Set.of("safe_regex");
    private static final Set<String> KNOWN_REGEX = Set.of("regex");
    private static final Set<String> KNOWN_HEADER = Set.of("name", "string_match");
    private static final String ANYBODY = "regex of SPIFFE ids, spiffe://[^/]+/idc/[^/]+/<role>/[^/]+";

    private CallerReader() {}

    /** Returns the policy of a listener's filter, or null when the filter decides nothing. */
    static @Nullable CallerPolicy ofListener(String what, Any filter) {
        RBAC rbac = Fields.unpack(what, filter, RBAC.class);
        Fields.only(rbac, KNOWN_FILTER);
        return rbac.hasRules() ? policy(what, rbac) : null;
    }

    /** Returns the policy of a route, or null when it says nothing. */
    static @Nullable CallerPolicy ofRoute(String what, @Nullable Any config) {
        if (config == null) {
            return null;
        }
        RBAC rbac = Fields.unpack(what, config, RBACPerRoute.class).getRbac();
        Fields.only(rbac, KNOWN_FILTER);
        if (!rbac.hasRules()) {
            throw Refusal.of(what, "no rules, which lets everybody in", "rbac.rules");
        }
        return policy(what, rbac);
    }

    private static CallerPolicy policy(String what, RBAC rbac) {
        io.envoyproxy.envoy.config.rbac.v3.RBAC rules = rbac.getRules();
        Fields.only(rules, KNOWN_RULES);
        if (rules.getAction() != Action.ALLOW) {
            throw Refusal.of("action of " + what, rules.getAction(), "ALLOW");
        }
        List<Grant> grants = new ArrayList<>();
        for (Map.Entry<String, Policy> policy : new TreeMap<>(rules.getPoliciesMap()).entrySet()) {
            String named = "policy " + policy.getKey() + " of " + what;
            Fields.only(policy.getValue(), KNOWN_POLICY);
            List<Caller> callers = principals(named, policy.getValue().getPrincipalsList());
            grants.add(new Grant(callers.size() == 1 ? callers.getFirst() : new Caller.AnyOf(callers),
                    tunnels(named, policy.getValue().getPermissionsList())));
        }
        return new CallerPolicy(grants);
    }

    private static List<Caller> principals(String what, List<Principal> principals) {
        if (principals.isEmpty()) {
            throw Refusal.of("principals of " + what, "[]", "at least one");
        }
        return principals.stream().map(principal -> caller(what, principal)).toList();
    }

    private static Caller caller(String what, Principal principal) {
        return switch (principal.getIdentifierCase()) {
            case AND_IDS -> new Caller.All(principals(what, principal.getAndIds().getIdsList()));
            case OR_IDS -> new Caller.AnyOf(principals(what, principal.getOrIds().getIdsList()));
            case NOT_ID -> new Caller.Not(caller(what, principal.getNotId()));
            case AUTHENTICATED -> named(what, principal.getAuthenticated());
            case ANY, SOURCE_IP, DIRECT_REMOTE_IP, REMOTE_IP, HEADER, URL_PATH, METADATA, FILTER_STATE,
                    SOURCED_METADATA, CUSTOM ->
                throw Refusal
                        .unsupported("principal " + principal.getIdentifierCase() + " of " + what);
            case IDENTIFIER_NOT_SET -> throw Refusal.of("principal of " + what, "none", ANYBODY);
        };
    }

    private static Caller named(String what, Principal.Authenticated authenticated) {
        Fields.only(authenticated, KNOWN_NAME);
        StringMatcher name = authenticated.getPrincipalName();
        Fields.only(name, KNOWN_TEXT);
        RegexMatcher expression = name.getSafeRegex();
        Fields.only(expression, KNOWN_REGEX);
        SpiffePattern pattern = SpiffePattern.parse(expression.getRegex());
        if (pattern == null || pattern.trustDomain() != null) {
            throw Refusal.of("principal_name of " + what, "\"" + expression.getRegex() + "\"", ANYBODY);
        }
        return new Caller.Of(pattern.idc(), pattern.role());
    }

    private static boolean tunnels(String what, List<Permission> permissions) {
        if (permissions.size() == 1) {
            Permission one = permissions.getFirst();
            if (one.getRuleCase() == Permission.RuleCase.ANY && one.getAny()) {
                return true;
            }
            if (one.getRuleCase() == Permission.RuleCase.NOT_RULE && connect(one.getNotRule())) {
                return false;
            }
        }
        throw Refusal.of("permissions of " + what, permissions.size() + " rules", "any, or all but :method CONNECT");
    }

    private static boolean connect(Permission permission) {
        if (permission.getRuleCase() != Permission.RuleCase.HEADER) {
            return false;
        }
        HeaderMatcher header = permission.getHeader();
        Fields.only(header, KNOWN_HEADER);
        return header.getName().equals(":method") && header.getStringMatch()
                .equals(StringMatcher.newBuilder().setExact("CONNECT").build());
    }
}
