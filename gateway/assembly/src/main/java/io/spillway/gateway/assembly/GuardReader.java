package io.spillway.gateway.assembly;

import java.util.Locale;
import java.util.Set;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.RateLimit.Action;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.TokenBucket;
import io.spillway.gateway.caller.CallerPolicy;
import io.spillway.gateway.limit.ClientRate;
import io.spillway.gateway.limit.PriorityClass;
import io.spillway.gateway.limit.RatePolicy;
import io.spillway.gateway.limit.RouteGuard;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * Reads who may use a route: its priority, our metadata, and its part of the filters for rates and for callers.
 */
final class GuardReader {
    private static final Set<String> KNOWN_LIMIT = Set.of("stat_prefix", "token_bucket", "filter_enabled",
            "filter_enforced", "rate_limits", "descriptors", "max_dynamic_descriptors", "status");
    private static final Set<String> KNOWN_RATE = Set.of("actions");
    private static final Set<String> KNOWN_DESCRIPTOR = Set.of("entries", "token_bucket");
    private static final Set<String> KNOWN_HEADERS = Set.of("header_name", "descriptor_key");
    private static final int TOO_MANY_REQUESTS = 429;

    private GuardReader() {}

    /** Returns the guard of a route; {@link RouteGuard#OPEN} itself when it says nothing. */
    static RouteGuard read(String name, Route route) {
        PriorityClass priority = priority(name, route);
        boolean header = Fields.ours(route.getMetadata(), XdsNames.META_CLASS_HEADER, "").equals("true");
        RatePolicy rate = null;
        ClientRate client = null;
        Any filter = route.getTypedPerFilterConfigMap().get(XdsNames.FILTER_LOCAL_RATE_LIMIT);
        if (filter != null) {
            LocalRateLimit limit = Fields.unpack("typed_per_filter_config of route " + name, filter,
                    LocalRateLimit.class);
            Fields.only(limit, KNOWN_LIMIT);
            if (limit.hasStatus() && limit.getStatus().getCodeValue() != TOO_MANY_REQUESTS) {
                throw Refusal.of("local_ratelimit.status of route " + name, limit.getStatus().getCodeValue(), "429");
            }
            if (on(limit.getFilterEnabled()) && on(limit.getFilterEnforced())) {
                rate = limit.hasTokenBucket() ? rate(name, limit.getTokenBucket()) : null;
                client = limit.getDescriptorsCount() == 0 ? null : client(name, limit);
            }
        }
        CallerPolicy callers = CallerReader.ofRoute(XdsNames.FILTER_RBAC + " of route " + name,
                route.getTypedPerFilterConfigMap().get(XdsNames.FILTER_RBAC));
        RouteGuard guard = new RouteGuard(priority, header, rate, client, callers);
        return guard.equals(RouteGuard.OPEN) ? RouteGuard.OPEN : guard;
    }

    private static PriorityClass priority(String name, Route route) {
        String word = Fields.ours(route.getMetadata(), XdsNames.META_CLASS, "");
        if (word.isEmpty()) {
            return route.getRoute().getPriority() == RoutingPriority.HIGH
                    ? PriorityClass.CRITICAL
                    : PriorityClass.DEFAULT;
        }
        PriorityClass priority = PriorityClass.ofWord(word);
        if (priority == null) {
            throw Refusal.of("metadata spillway.class of route " + name, word, "critical, default or sheddable");
        }
        return priority;
    }

    /** Fractions other than all and nothing are refused: a rate that is kept now and then is none. */
    private static boolean on(RuntimeFractionalPercent fraction) {
        FractionalPercent value = fraction.getDefaultValue();
        int whole = switch (value.getDenominator()) {
            case HUNDRED -> 100;
            case TEN_THOUSAND -> 10_000;
            case MILLION -> 1_000_000;
            case UNRECOGNIZED -> throw Refusal.of("denominator", value.getDenominatorValue(), "a known one");
        };
        if (value.getNumerator() != 0 && value.getNumerator() != whole) {
            throw Refusal.unsupported("local_ratelimit for a part of the requests");
        }
        return value.getNumerator() != 0;
    }

    private static @Nullable RatePolicy rate(String name, TokenBucket bucket) {
        long burst = Integer.toUnsignedLong(bucket.getMaxTokens());
        if (burst == XdsNames.UNLIMITED_TOKENS) {
            return null;
        }
        long tokens = bucket.hasTokensPerFill() ? Integer.toUnsignedLong(bucket.getTokensPerFill().getValue()) : 1;
        return new RatePolicy(burst, tokens,
                Fields.duration("fill_interval of route " + name, bucket.getFillInterval()));
    }

    private static ClientRate client(String name, LocalRateLimit limit) {
        if (limit.getDescriptorsCount() != 1 || limit.getRateLimitsCount() != 1
                || limit.getRateLimits(0).getActionsCount() != 1) {
            throw Refusal.of("local_ratelimit of route " + name, limit.getDescriptorsCount() + " descriptors",
                    "one descriptor with one rate_limits action");
        }
        Fields.only(limit.getRateLimits(0), KNOWN_RATE);
        LocalRateLimitDescriptor descriptor = limit.getDescriptors(0);
        Fields.only(descriptor, KNOWN_DESCRIPTOR);
        if (descriptor.getEntriesCount() != 1 || !descriptor.getEntries(0).getValue().isEmpty()) {
            throw Refusal.unsupported("local_ratelimit descriptors with values");
        }
        RatePolicy rate = rate(name, descriptor.getTokenBucket());
        if (rate == null) {
            throw Refusal.of("token_bucket of a descriptor of route " + name, "unlimited", "a rate");
        }
        Action action = limit.getRateLimits(0).getActions(0);
        String header = switch (action.getActionSpecifierCase()) {
            case REMOTE_ADDRESS -> null;
            case REQUEST_HEADERS -> {
                Fields.only(action.getRequestHeaders(), KNOWN_HEADERS);
                yield action.getRequestHeaders().getHeaderName().toLowerCase(Locale.ROOT);
            }
            default -> throw Refusal.unsupported("rate limit action " + action.getActionSpecifierCase());
        };
        int keys = limit.hasMaxDynamicDescriptors()
                ? Fields.number("max_dynamic_descriptors", limit.getMaxDynamicDescriptors())
                : ClientRate.DEFAULT_KEYS;
        return new ClientRate(rate, header, keys);
    }
}
