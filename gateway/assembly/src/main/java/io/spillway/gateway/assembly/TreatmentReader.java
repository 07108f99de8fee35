package io.spillway.gateway.assembly;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import com.google.protobuf.Any;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.envoyproxy.envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
import io.envoyproxy.envoy.extensions.filters.common.fault.v3.FaultDelay;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.FaultAbort;
import io.envoyproxy.envoy.extensions.filters.http.fault.v3.HTTPFault;
import io.envoyproxy.envoy.type.v3.FractionalPercent;
import io.spillway.gateway.route.FaultInjection;
import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.Mirror;
import io.spillway.gateway.route.Share;
import io.spillway.gateway.route.StickyKey;
import io.spillway.gateway.route.StickySplit;
import io.spillway.gateway.route.Treatment;
import io.spillway.gateway.route.WeightedCluster;
import io.spillway.model.resource.Sticky;
import io.spillway.wire.xds.RouteMetadata;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Reads what routes do besides sending on: sticky split, header edits, mirror, fault. */
final class TreatmentReader {
    private static final Set<String> KNOWN_MIRROR = Set.of("cluster", "runtime_fraction",
            "disable_shadow_host_suffix_append");
    private static final Set<String> KNOWN_FRACTION = Set.of("default_value", "runtime_key");
    private static final Set<String> KNOWN_FAULT = Set.of("delay", "abort", "delay_percent_runtime",
            "abort_percent_runtime");
    private static final Set<String> KNOWN_DELAY = Set.of("fixed_delay", "percentage");
    private static final Set<String> KNOWN_ABORT = Set.of("http_status", "percentage");
    private static final Share ALL = new Share(1_000_000);
    private static final Share NONE = new Share(0);

    private TreatmentReader() {}

    /** Returns the treatment, or null when there is none. */
    static @Nullable Treatment read(String name, Route route, List<WeightedCluster> clusters) {
        Treatment treatment = new Treatment(sticky(name, route, clusters),
                HeaderReader.read(route.getRequestHeadersToAddList(), route.getRequestHeadersToRemoveList()),
                HeaderReader.read(route.getResponseHeadersToAddList(), route.getResponseHeadersToRemoveList()),
                mirror(name, route.getRoute().getRequestMirrorPoliciesList()), fault(name, route));
        return treatment.isEmpty() ? null : treatment;
    }

    /** Returns what is changed in an answer that the gateway gives itself; there is nothing else to treat then. */
    static @Nullable HeaderEdits ofAnswer(String what, Route route) {
        Treatment treatment = read(what, route, List.of());
        if (treatment != null && (treatment.sticky() != null || treatment.request() != null
                || treatment.mirror() != null || treatment.fault() != null)) {
            throw Refusal.unsupported(what + " with request headers, a sticky key or a fault");
        }
        return treatment == null ? null : treatment.response();
    }

    private static @Nullable StickySplit sticky(String name, Route route, List<WeightedCluster> clusters) {
        String text = Fields.ours(route.getMetadata(), RouteMetadata.STICKY, "");
        if (text.isEmpty()) {
            return null;
        }
        StickyKey key = switch (RouteMetadata.sticky(text)) {
            case Sticky.Header(String header) -> new StickyKey.Header(header);
            case Sticky.Cookie(String cookie, Duration ttl) -> new StickyKey.Cookie(cookie, ttl);
            case Sticky.Query(String parameter) -> new StickyKey.Query(parameter);
            case Sticky.ClientAddress _ -> new StickyKey.ClientAddress();
            case null -> throw Refusal.of("metadata spillway.sticky of route " + name, text,
                    "header NAME, cookie NAME, cookie NAME SECONDS, query NAME or address");
        };
        return new StickySplit(key, clusters);
    }

    private static @Nullable Mirror mirror(String name, List<RequestMirrorPolicy> policies) {
        if (policies.isEmpty()) {
            return null;
        }
        if (policies.size() > 1) {
            throw Refusal.of("request_mirror_policies of route " + name, policies.size(), "at most 1");
        }
        RequestMirrorPolicy policy = policies.getFirst();
        Fields.only(policy, KNOWN_MIRROR);
        Fields.only(policy.getRuntimeFraction(), KNOWN_FRACTION);
        Share share = policy.hasRuntimeFraction() ? share(policy.getRuntimeFraction().getDefaultValue()) : ALL;
        return new Mirror(Fields.notEmpty("request_mirror_policies.cluster", policy.getCluster()), share,
                !policy.getDisableShadowHostSuffixAppend());
    }

    private static @Nullable FaultInjection fault(String name, Route route) {
        Any config = route.getTypedPerFilterConfigOrDefault(XdsNames.FAULT_FILTER, Any.getDefaultInstance());
        if (config.equals(Any.getDefaultInstance())) {
            return null;
        }
        HTTPFault fault = Fields.unpack("fault of route " + name, config, HTTPFault.class);
        Fields.only(fault, KNOWN_FAULT);
        Fields.only(fault.getDelay(), KNOWN_DELAY);
        Fields.only(fault.getAbort(), KNOWN_ABORT);
        String text = Fields.ours(route.getMetadata(), RouteMetadata.FAULT_EXPIRES, "none");
        Instant expires = RouteMetadata.expires(text);
        if (expires == null) {
            throw Refusal.of("metadata spillway.fault_expires of route " + name, text,
                    "milliseconds since 1970: a fault must end by itself");
        }
        FaultDelay delay = fault.getDelay();
        FaultAbort abort = fault.getAbort();
        return new FaultInjection(Fields.duration("fixed_delay of route " + name, delay.getFixedDelay()),
                fault.hasDelay() ? share(name, route, RouteMetadata.FAULT_DELAYED, delay.getPercentage()) : NONE,
                abort.getHttpStatus(),
                fault.hasAbort() ? share(name, route, RouteMetadata.FAULT_ABORTED, abort.getPercentage()) : NONE,
                expires);
    }

    /** The share is in our metadata; the percentage is what others do who do not have the runtime key. */
    private static Share share(String name, Route route, String key, FractionalPercent otherwise) {
        String text = Fields.ours(route.getMetadata(), key, "");
        Integer parts = text.isEmpty() ? Integer.valueOf(share(otherwise).perMillion()) : RouteMetadata.parts(text);
        if (parts == null) {
            throw Refusal.of("metadata spillway." + key + " of route " + name, text, "0..1000000, parts per million");
        }
        return new Share(parts);
    }

    private static Share share(FractionalPercent percent) {
        int perMillion = switch (percent.getDenominator()) {
            case HUNDRED -> 10_000;
            case TEN_THOUSAND -> 100;
            case MILLION -> 1;
            case UNRECOGNIZED -> throw Refusal.of("denominator", percent.getDenominatorValue(), "a known one");
        };
        // As in Envoy everything above the whole is the whole.
        long parts = Integer.toUnsignedLong(percent.getNumerator()) * perMillion;
        return new Share((int) Math.min(parts, ALL.perMillion()));
    }
}
