package io.spillway.control.snapshot;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import io.envoyproxy.envoy.config.core.v3.RoutingPriority;
import io.envoyproxy.envoy.config.core.v3.RuntimeFractionalPercent;
import io.envoyproxy.envoy.config.route.v3.RateLimit.Action;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.envoyproxy.envoy.type.v3.TokenBucket;
import io.spillway.model.resource.Admission;
import io.spillway.model.resource.RateLimit;
import io.spillway.model.resource.RequestClass;
import io.spillway.wire.xds.XdsNames;

/**
 * What a route lets in: its class as routing priority and metadata, its rates as the local rate limit filter of that route.
 * A class other than CRITICAL is known to our gateways only, a stock Envoy has two priorities. Pure.
 */
final class Admissions {

    /** Envoy fills a bucket no more often than this. */
    private static final Duration SHORTEST_FILL = Duration.ofMillis(50);

    private Admissions() {}

    /** Adds to a route what its admission says; a route for everybody is left as it is. */
    static Route.Builder on(Route.Builder route, Admission admission) {
        if (admission.requestClass() == RequestClass.CRITICAL && route.hasRoute()) {
            route.getRouteBuilder().setPriority(RoutingPriority.HIGH);
        }
        Map<String, String> facts = new TreeMap<>();
        if (admission.requestClass() == RequestClass.SHEDDABLE) {
            facts.put(XdsNames.META_CLASS, admission.requestClass().name().toLowerCase(Locale.ROOT));
        }
        if (admission.classHeader()) {
            facts.put(XdsNames.META_CLASS_HEADER, "true");
        }
        Protos.annotate(route, facts);
        if (admission.rateLimit() != null || admission.clientRateLimit() != null) {
            route.putTypedPerFilterConfig(XdsNames.FILTER_LOCAL_RATE_LIMIT,
                    Any.pack(limit(route.getName(), admission)));
        }
        return route;
    }

    private static LocalRateLimit limit(String route, Admission admission) {
        LocalRateLimit.Builder limit = LocalRateLimit.newBuilder().setStatPrefix(statPrefix(route))
                .setFilterEnabled(always()).setFilterEnforced(always());
        RateLimit all = admission.rateLimit();
        RateLimit client = admission.clientRateLimit();
        limit.setTokenBucket(all == null ? unlimited() : bucket(all));
        if (client != null) {
            String key = client.header() == null ? "remote_address" : client.header();
            Action action = client.header() == null
                    ? Action.newBuilder().setRemoteAddress(Action.RemoteAddress.getDefaultInstance()).build()
                    : Action.newBuilder().setRequestHeaders(Action.RequestHeaders.newBuilder()
                            .setHeaderName(client.header()).setDescriptorKey(key)).build();
            // An entry without a value stands for a bucket for each value.
            limit.addRateLimits(io.envoyproxy.envoy.config.route.v3.RateLimit.newBuilder().addActions(action))
                    .addDescriptors(LocalRateLimitDescriptor.newBuilder()
                            .addEntries(RateLimitDescriptor.Entry.newBuilder().setKey(key))
                            .setTokenBucket(bucket(client)))
                    .setMaxDynamicDescriptors(UInt32Value.of(client.maxKeys()));
        }
        return limit.build();
    }

    private static String statPrefix(String route) {
        return route.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static RuntimeFractionalPercent.Builder always() {
        return RuntimeFractionalPercent.newBuilder().setDefaultValue(FractionalPercent.newBuilder().setNumerator(100));
    }

    private static TokenBucket bucket(RateLimit rate) {
        long times = rate.per().compareTo(SHORTEST_FILL) >= 0
                ? 1
                : (SHORTEST_FILL.toNanos() + rate.per().toNanos() - 1) / rate.per().toNanos();
        long tokens = Math.min(rate.requests() * times, XdsNames.UNLIMITED_TOKENS - 1);
        return TokenBucket.newBuilder().setMaxTokens((int) rate.burst())
                .setTokensPerFill(UInt32Value.of((int) tokens))
                .setFillInterval(Protos.duration(rate.per().multipliedBy(times))).build();
    }

    /** A stock Envoy wants a bucket for the requests that no descriptor fits. */
    private static TokenBucket unlimited() {
        return TokenBucket.newBuilder().setMaxTokens((int) XdsNames.UNLIMITED_TOKENS)
                .setTokensPerFill(UInt32Value.of((int) XdsNames.UNLIMITED_TOKENS))
                .setFillInterval(Protos.duration(Duration.ofSeconds(1))).build();
    }
}
