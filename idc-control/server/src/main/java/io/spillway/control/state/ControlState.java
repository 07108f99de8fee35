package io.spillway.control.state;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.RouteSpec;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.model.resource.ShiftScope;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.resource.WorkloadEntrySpec;
import io.spillway.wire.record.HealthRecord;
import io.spillway.wire.record.LockRecord;
import io.spillway.wire.record.SpillRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything that stands in the registry as of one revision, with its indexes. Immutable; a changed state shares all that
 * did not change with the one it was made from.
 */
public final class ControlState {

    private final long revision;
    private final EnumMap<Kind, PersistentMap<String, Resource>> resources;
    private final Indexes indexes;

    /** Since which revision each Route is there. */
    private final PersistentMap<String, Long> routesCreated;

    /** What health checks hold against workloads, by name; also against some that are not registered any more. */
    private final PersistentMap<String, HealthRecord> health;

    /** By how much load requests are divided, by Service; also of some that are not registered any more. */
    private final PersistentMap<String, SpillRecord> spills;

    private final Notes notes;
    private final Selections selections;

    private ControlState(long revision, EnumMap<Kind, PersistentMap<String, Resource>> resources, Indexes indexes,
            PersistentMap<String, Long> routesCreated, PersistentMap<String, HealthRecord> health,
            PersistentMap<String, SpillRecord> spills, Notes notes, Selections selections) {
        this.revision = revision;
        this.resources = resources;
        this.indexes = indexes;
        this.routesCreated = routesCreated;
        this.health = health;
        this.spills = spills;
        this.notes = notes;
        this.selections = selections;
    }

    /** Returns a state without resources, as of revision 0. */
    public static ControlState empty() {
        return new ControlState(0, new EnumMap<>(Kind.class), Indexes.empty(), PersistentMap.empty(),
                PersistentMap.empty(), PersistentMap.empty(), Notes.NONE, Selections.NONE);
    }

    /** Returns the registry revision up to which this is complete. */
    public long revision() {
        return revision;
    }

    /** Returns the resource of that kind and name, or null. */
    public @Nullable Resource get(Kind kind, String name) {
        return all(kind).get(name);
    }

    /** Returns all resources of a kind by name. */
    public PersistentMap<String, Resource> all(Kind kind) {
        PersistentMap<String, Resource> found = resources.get(kind);
        return found == null ? PersistentMap.empty() : found;
    }

    /** Returns all resources of a kind in the order of their names. */
    public List<Resource> sorted(Kind kind) {
        return List.copyOf(new TreeMap<>(all(kind).toMap()).values());
    }

    /** Returns the names of the resources that an index has under a key, in order. */
    public Set<String> names(Index index, String key) {
        return indexes.names(index, key);
    }

    /** Returns the spec of a Service, or null when there is none of that name. */
    public @Nullable ServiceSpec service(String name) {
        Resource found = get(Kind.SERVICE, name);
        return found != null && found.spec() instanceof ServiceSpec spec ? spec : null;
    }

    /** Returns the spec of a Route, or null when there is none of that name. */
    public @Nullable RouteSpec route(String name) {
        Resource found = get(Kind.ROUTE, name);
        return found != null && found.spec() instanceof RouteSpec spec ? spec : null;
    }

    /** Returns the revision since which a Route is there: of two, the one with the lower is the older. */
    public long created(String route) {
        Long created = routesCreated.get(route);
        return created == null ? 0 : created;
    }

    /** Returns the names of the WorkloadEntries of a Service, in order: those that name it and those it selects. */
    public Set<String> workloadsOf(String service) {
        ServiceSpec spec = service(service);
        return spec == null ? names(Index.WORKLOADS_BY_SERVICE, service) : workloadsOf(service, spec);
    }

    /** Returns the same for a Service that is as given; a selector that no Service has here costs its rarest label. */
    public Set<String> workloadsOf(String service, ServiceSpec spec) {
        Set<String> names = names(Index.WORKLOADS_BY_SERVICE, service);
        if (!spec.selector().isEmpty()) {
            boolean kept = !indexes.postings(Index.SERVICES_BY_SELECTOR, Selector.key(spec.selector())).isEmpty();
            (kept ? selected(spec.selector()) : Selector.search(this, spec.selector()))
                    .forEach((name, _) -> names.add(name));
        }
        return names;
    }

    /** Returns the names of the WorkloadEntries that a selector finds which some Service has. */
    PersistentMap<String, Boolean> selected(Map<String, String> selector) {
        return selector.size() > 1 ? selections.of(selector) : Selector.rarest(this, selector);
    }

    /** Returns the names of the Services that a WorkloadEntry, as given, belongs to. */
    public Set<String> servicesOf(Resource workload) {
        Set<String> names = new HashSet<>();
        if (workload.spec() instanceof WorkloadEntrySpec spec) {
            names.add(spec.service());
            Map<String, String> labels = Index.labelsOf(workload, spec);
            indexes.eachKey(Index.SERVICES_BY_SELECTOR_SHAPE, shape -> {
                String selector = Selector.key(shape, labels);
                if (selector != null) {
                    indexes.postings(Index.SERVICES_BY_SELECTOR, selector).forEach((service, _) -> names.add(service));
                }
            });
        }
        return names;
    }

    /** Returns the IDCs that back a Service in their order; empty when it names no DrGroup, or one that is missing. */
    public List<String> drOrder(ServiceSpec service) {
        if (service.drGroup() == null) {
            return List.of();
        }
        Resource group = get(Kind.DR_GROUP, service.drGroup());
        return group != null && group.spec() instanceof DrGroupSpec spec ? spec.idcs() : List.of();
    }

    /** Returns the entry imported from an IDC for a Service, or null. */
    public @Nullable ServiceEntrySpec imported(String idc, String service) {
        Resource found = get(Kind.SERVICE_ENTRY, service + "." + idc);
        return found != null && found.spec() instanceof ServiceEntrySpec entry ? entry : null;
    }

    /** Returns the shift of exactly that scope, cleared or not, or null when there never was one. */
    public @Nullable TrafficShiftSpec shift(ShiftScope scope) {
        Resource found = get(Kind.TRAFFIC_SHIFT, scope.resourceName());
        return found != null && found.spec() instanceof TrafficShiftSpec shift ? shift : null;
    }

    /**
     * Returns the shift that rules a Service: the one of the Service itself, else of its DrGroup, else of an IDC of the
     * DrGroup (of several, the one with the highest generation).
     */
    public Optional<TrafficShiftSpec> effectiveShift(String service, ServiceSpec spec) {
        Optional<TrafficShiftSpec> own = active(new ShiftScope.ServiceScope(service));
        if (own.isPresent() || spec.drGroup() == null) {
            return own;
        }
        Optional<TrafficShiftSpec> group = active(new ShiftScope.DrGroupScope(spec.drGroup()));
        if (group.isPresent()) {
            return group;
        }
        return drOrder(spec).stream().flatMap(idc -> active(new ShiftScope.IdcScope(idc)).stream())
                .reduce((one, other) -> Shifts.newer(one, other) ? one : other);
    }

    /** Returns the state in which this resource stands, as of its revision or the present one if that is later. */
    public ControlState with(Resource resource) {
        boolean isNew = get(resource.kind(), resource.name()) == null;
        return with(resource, isNew ? resource.metadata().revision() : created(resource.name()));
    }

    /** The same for a resource that is there since an earlier revision. */
    ControlState with(Resource resource, long created) {
        Resource before = get(resource.kind(), resource.name());
        var changed = new EnumMap<>(resources);
        changed.put(resource.kind(), all(resource.kind()).with(resource.name(), resource));
        return new ControlState(Math.max(revision, resource.metadata().revision()), changed,
                indexes.with(resource.name(), before, resource),
                resource.kind() == Kind.ROUTE ? routesCreated.with(resource.name(), created) : routesCreated,
                health, spills, notes, selections.after(this, resource.name(), before, resource));
    }

    /** Returns the state without that resource, as of that revision or the present one if that is later. */
    public ControlState without(Kind kind, String name, long atRevision) {
        Resource before = get(kind, name);
        if (before == null) {
            return at(atRevision);
        }
        var changed = new EnumMap<>(resources);
        changed.put(kind, all(kind).without(name));
        return new ControlState(Math.max(revision, atRevision), changed, indexes.with(name, before, null),
                kind == Kind.ROUTE ? routesCreated.without(name) : routesCreated, health, spills, notes,
                selections.after(this, name, before, null));
    }

    /** Returns the same as of a later revision. */
    public ControlState at(long later) {
        return later <= revision ? this : asOf(later);
    }

    /** Returns the same as of exactly that revision, also of an earlier one. */
    public ControlState asOf(long other) {
        return new ControlState(other, resources, indexes, routesCreated, health, spills, notes, selections);
    }

    /** Returns what health checks hold against a workload, or null for nothing. */
    public @Nullable HealthRecord health(String workload) {
        return health.get(workload);
    }

    /** Returns what health checks hold against workloads, by name. */
    public PersistentMap<String, HealthRecord> health() {
        return health;
    }

    /** Returns the state in which that is held against a workload, null for nothing. */
    public ControlState withHealth(String workload, @Nullable HealthRecord record) {
        return new ControlState(revision, resources, indexes, routesCreated,
                record == null ? health.without(workload) : health.with(workload, record), spills, notes,
                selections);
    }

    /** Returns by how much load the requests to a Service are divided over IDCs; null when that is not known. */
    public @Nullable SpillRecord spill(String service) {
        return spills.get(service);
    }

    /** Returns by how much load requests are divided over IDCs, by Service. */
    public PersistentMap<String, SpillRecord> spills() {
        return spills;
    }

    /** Returns the state in which the requests to a Service are divided so; null for not by load. */
    public ControlState withSpill(String service, @Nullable SpillRecord record) {
        return new ControlState(revision, resources, indexes, routesCreated, health,
                record == null ? spills.without(service) : spills.with(service, record), notes, selections);
    }

    /** Returns what stands in the registry beside resources. */
    public Notes notes() {
        return notes;
    }

    /** Returns what IDCs say of their part of a switch-over, in the order of their names. */
    public List<SwitchOverProgress> progress(String switchOver) {
        return notes.progressOf(switchOver);
    }

    /** Returns the name of the switch-over that holds a lock, which is like "drgroup/core"; null for none. */
    public @Nullable String lockHolder(String lock) {
        LockRecord found = notes.locks().get(lock);
        return found == null ? null : found.holder();
    }

    ControlState withNotes(Notes newer) {
        return new ControlState(revision, resources, indexes, routesCreated, health, spills, newer, selections);
    }

    Indexes indexes() {
        return indexes;
    }

    /** Returns whether the other state holds the same resources and indexes; revisions of the states are not compared. */
    public boolean sameContent(ControlState other) {
        for (Kind kind : Kind.values()) {
            if (!all(kind).equals(other.all(kind))) {
                return false;
            }
        }
        return routesCreated.equals(other.routesCreated) && health.equals(other.health)
                && spills.equals(other.spills) && notes.equals(other.notes) && selections.sameAs(other.selections)
                && indexes.sameContent(other.indexes);
    }

    private Optional<TrafficShiftSpec> active(ShiftScope scope) {
        return Optional.ofNullable(shift(scope)).filter(shift -> !shift.cleared());
    }
}
