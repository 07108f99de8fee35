package io.spillway.control.snapshot;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.route.v3.Route;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.Shifts;
import io.spillway.model.resource.GroupSpec;
import io.spillway.model.resource.ServiceProtocol;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.TunnelName;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/** Makes what a Service has in the catalog, of a state and of what it declared before. Pure; safe for use by any thread. */
final class ServiceResources {

    private final String ownIdc;
    private final ControlState state;
    private final Routes routes;
    private final LongSupplier epoch;
    private final Catalog last;

    /**
     * Makes them of that state.
     *
     * @param epoch the first part of exported versions, asked by any thread
     * @param last  what was served before
     */
    ServiceResources(String ownIdc, ControlState state, Routes routes, LongSupplier epoch, Catalog last) {
        this.ownIdc = ownIdc;
        this.state = state;
        this.routes = routes;
        this.epoch = epoch;
        this.last = last;
    }

    /**
     * Who serves a Service.
     *
     * @param endpoints of each of its clusters
     * @param declared  what other IDCs are told
     */
    record Served(List<Versioned> endpoints, Versioned declared) {}

    /** Everything of a Service. */
    record Whole(String name, Catalog.ServiceParts parts, List<Versioned> clusters, Served served) {}

    /** A cluster of a group, and the IDCs that it falls over. */
    private record Variant(String name, String group, List<String> idcs) {}

    Whole whole(String name, ServiceSpec spec) {
        List<Versioned> clusters = new ArrayList<>();
        List<String> targets = Shifts.candidates(ownIdc, state.drOrder(spec), Optional.empty());
        List<Variant> variants = variants(name, spec);
        boolean tcp = spec.protocol() == ServiceProtocol.TCP;
        for (Variant variant : variants) {
            Cluster cluster = Clusters.of(variant.name, name, variant.group, spec);
            clusters.add(Versioned.of(ResourceType.CLUSTER, variant.name,
                    Crossings.secured(Clusters.naming(cluster, targets), ownIdc, variant.idcs, state,
                            tcp ? TunnelName.of(name, variant.group) : null)));
        }
        List<Route> crossing = Stream
                .concat(spec.groups().stream().flatMap(group -> routes.crossing(name, group.name(), spec).stream()),
                        CrossingByHost.of(ownIdc, name, spec).stream())
                .toList();
        Map<String, List<String>> order = new LinkedHashMap<>();
        variants.forEach(variant -> order.put(variant.name, variant.idcs));
        Catalog.ServiceParts parts = new Catalog.ServiceParts(List.copyOf(order.keySet()), crossing, spec.exportTo(),
                tcp, GrpcMembers.of(ownIdc, spec.protocol(), order, state));
        return new Whole(name, parts, clusters, served(name, spec, variants));
    }

    Served served(String name, ServiceSpec spec) {
        return served(name, spec, variants(name, spec));
    }

    private Served served(String name, ServiceSpec spec, List<Variant> variants) {
        Assignments assignments = new Assignments(ownIdc, state, name);
        List<Versioned> endpoints = new ArrayList<>();
        for (Variant variant : variants) {
            endpoints.add(Versioned.of(ResourceType.ENDPOINT, variant.name,
                    assignments.of(variant.name, variant.group, variant.idcs)));
        }
        ServiceEntry content = Exports.content(ownIdc, state, name, spec, assignments.workloads(),
                declared(name));
        return new Served(endpoints, Versioned.of(ResourceType.SERVICE_ENTRY, name,
                Exports.versioned(content, epoch.getAsLong(), state.revision()), content));
    }

    private @Nullable ServiceEntry declared(String name) {
        Versioned before = last.get(ResourceType.SERVICE_ENTRY, name);
        try {
            return before == null ? null : ServiceEntry.parseFrom(before.any().getValue());
        } catch (InvalidProtocolBufferException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private List<Variant> variants(String name, ServiceSpec spec) {
        List<String> order = state.drOrder(spec);
        Optional<TrafficShiftSpec> shift = state.effectiveShift(name, spec).map(any -> any.seenFrom(ownIdc));
        List<Variant> variants = new ArrayList<>();
        for (GroupSpec each : spec.groups()) {
            String group = each.name();
            // Not used while a shift is on, so it need not follow one.
            variants.add(new Variant(XdsNames.cluster(name, group), group,
                    Shifts.preference(null, ownIdc, order, Optional.empty())));
            variants.add(new Variant(XdsNames.local(name, group), group, List.of(ownIdc)));
            for (String idc : Shifts.candidates(ownIdc, order, shift)) {
                variants.add(new Variant(XdsNames.shifted(name, group, idc), group,
                        Shifts.preference(idc, ownIdc, order, shift)));
            }
        }
        return variants;
    }
}
