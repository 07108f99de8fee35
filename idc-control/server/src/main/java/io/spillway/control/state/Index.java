package io.spillway.control.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.DrillSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.WeightedGroup;
import io.spillway.model.resource.WorkloadEntrySpec;

/** The inverted indexes: each leads from a key that an event carries to the names of the resources that care. */
public enum Index {
    /** Service name to WorkloadEntries that name it. */
    WORKLOADS_BY_SERVICE,
    /** {@code label=value} to WorkloadEntries that have it. */
    WORKLOADS_BY_LABEL,
    /** All labels of a selector ({@link Selector#key}) to the Services that have it. */
    SERVICES_BY_SELECTOR,
    /** The label keys of a selector ({@link Selector#shape}) to the Services that select by these. */
    SERVICES_BY_SELECTOR_SHAPE,
    /** DrGroup name to Services. */
    SERVICES_BY_DR_GROUP,
    /** Host to Services that answer to it. */
    SERVICES_BY_HOST,
    /** Host to Routes. */
    ROUTES_BY_HOST,
    /** {@link #FAULT} to Routes that make one. */
    ROUTES_BY_FAULT,
    /** {@link #FAULT} to Drills whose run makes one. */
    DRILLS_BY_FAULT,
    /** Service name to Routes that send to it. */
    ROUTES_BY_SERVICE,
    /** IDC name to DrGroups that list it. */
    DR_GROUPS_BY_IDC,
    /** Service name to imported ServiceEntries. */
    IMPORTS_BY_SERVICE,
    /** Origin to imported ServiceEntries. */
    IMPORTS_BY_IDC;

    /** The one key of {@link #ROUTES_BY_FAULT} and {@link #DRILLS_BY_FAULT}. */
    public static final String FAULT = "fault";

    /** An entry of an index: {@code key} leads to the resource it was made from. */
    record Posting(Index index, String key) {}

    /** Returns everything under which a resource is to be found. */
    static List<Posting> postingsOf(Resource resource) {
        List<Posting> postings = new ArrayList<>();
        switch (resource.spec()) {
            case WorkloadEntrySpec workload -> {
                postings.add(new Posting(WORKLOADS_BY_SERVICE, workload.service()));
                labelsOf(resource, workload)
                        .forEach((label, value) -> postings.add(new Posting(WORKLOADS_BY_LABEL, label + "=" + value)));
            }
            case ServiceSpec service -> {
                if (!service.selector().isEmpty()) {
                    postings.add(new Posting(SERVICES_BY_SELECTOR, Selector.key(service.selector())));
                    postings.add(new Posting(SERVICES_BY_SELECTOR_SHAPE, Selector.shape(service.selector())));
                }
                if (service.drGroup() != null) {
                    postings.add(new Posting(SERVICES_BY_DR_GROUP, service.drGroup()));
                }
                service.hosts().forEach(host -> postings.add(new Posting(SERVICES_BY_HOST, host)));
            }
            case RouteSpec route -> {
                route.hosts().forEach(host -> postings.add(new Posting(ROUTES_BY_HOST, host)));
                if (route.treatment().fault() != null) {
                    postings.add(new Posting(ROUTES_BY_FAULT, FAULT));
                }
                route.groups().stream().map(WeightedGroup::service).distinct()
                        .forEach(service -> postings.add(new Posting(ROUTES_BY_SERVICE, service)));
            }
            case DrGroupSpec group ->
                group.idcs().forEach(idc -> postings.add(new Posting(DR_GROUPS_BY_IDC, idc)));
            case ServiceEntrySpec entry -> {
                postings.add(new Posting(IMPORTS_BY_SERVICE, entry.service()));
                postings.add(new Posting(IMPORTS_BY_IDC, entry.idc()));
            }
            case DrillSpec drill when !drill.faults().isEmpty() -> postings.add(new Posting(DRILLS_BY_FAULT, FAULT));
            case io.spillway.model.resource.IdcSpec _,io.spillway.model.resource.ClusterSpec _,io.spillway.model.resource.TrafficShiftSpec _,io.spillway.model.resource.SwitchOverSpec _,DrillSpec _ ->
                {
                }
        }
        return postings;
    }

    /** Returns the labels by which selectors find a workload: the resource's, overlaid by the spec's. */
    static Map<String, String> labelsOf(Resource resource, WorkloadEntrySpec workload) {
        if (resource.metadata().labels().isEmpty()) {
            return workload.labels();
        }
        Map<String, String> labels = new java.util.LinkedHashMap<>(resource.metadata().labels());
        labels.putAll(workload.labels());
        return labels;
    }
}
