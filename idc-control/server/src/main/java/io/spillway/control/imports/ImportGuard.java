package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.ServiceEntrySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a peer's update is applied. Membership (declared instances, services) that shrinks suspiciously is held;
 * health never is: of a held update the healthy counts still apply at once. Pure.
 */
final class ImportGuard {

    static final String EMPTIES_SERVICE = "empties_service";
    static final String MAJORITY_OF_ENDPOINTS = "removes_majority_of_endpoints";
    static final String MAJORITY_OF_SERVICES = "removes_majority_of_services";

    private ImportGuard() {}

    /** An update that is not applied; null {@code entry}: a removal. Empty {@code service}: several removals at once. */
    record HeldUpdate(String service, String guard, String detail, List<String> removals,
            @Nullable ServiceEntrySpec entry) {}

    /** What to do. */
    record Verdict(List<ServiceEntrySpec> writes, List<String> removals, List<HeldUpdate> held) {}

    /**
     * Judges an update.
     *
     * @param current  what stands imported from the peer, by service
     * @param entries  what the peer says now; versions are compared by the caller
     * @param removals services of {@code current} that the peer no longer has
     */
    static Verdict judge(Map<String, ServiceEntrySpec> current, List<ServiceEntrySpec> entries,
            Set<String> removals) {
        List<ServiceEntrySpec> writes = new ArrayList<>();
        List<HeldUpdate> held = new ArrayList<>();
        for (ServiceEntrySpec entry : entries) {
            ServiceEntrySpec before = current.get(entry.service());
            HeldUpdate hold = before == null ? null : shrinks(before, entry);
            if (before == null || hold == null) {
                writes.add(entry);
            } else {
                held.add(hold);
                writes.add(healthOnly(before, entry));
            }
        }
        List<String> removed = new ArrayList<>();
        if (removals.size() > 1 && removals.size() * 2 > current.size()) {
            held.add(new HeldUpdate("", MAJORITY_OF_SERVICES,
                    "removes " + removals.size() + " of " + current.size() + " services", List.copyOf(removals),
                    null));
        } else {
            for (String service : removals) {
                ServiceEntrySpec before = current.get(service);
                int declared = before == null ? 0 : declared(before);
                if (declared > 0) {
                    held.add(new HeldUpdate(service, EMPTIES_SERVICE,
                            "removes the service with " + declared + " declared instances", List.of(service), null));
                } else {
                    removed.add(service);
                }
            }
        }
        return new Verdict(writes, removed, held);
    }

    private static @Nullable HeldUpdate shrinks(ServiceEntrySpec before, ServiceEntrySpec after) {
        int had = declared(before);
        int has = declared(after);
        if (had > 0 && has == 0) {
            return new HeldUpdate(after.service(), EMPTIES_SERVICE, "declared instances " + had + " -> 0", List.of(),
                    after);
        }
        if (has > 0 && !before.gateways().isEmpty() && after.gateways().isEmpty()) {
            // Instances that nobody can reach are as good as gone.
            return new HeldUpdate(after.service(), EMPTIES_SERVICE, "gateways " + before.gateways().size() + " -> 0",
                    List.of(), after);
        }
        if (has * 2 < had) {
            return new HeldUpdate(after.service(), MAJORITY_OF_ENDPOINTS, "declared instances " + had + " -> " + has,
                    List.of(), after);
        }
        return null;
    }

    /** Returns the new entry with the old membership: nothing is believed healthy that was not said to be. */
    private static ServiceEntrySpec healthOnly(ServiceEntrySpec before, ServiceEntrySpec after) {
        Map<String, GroupCapacity> said = new LinkedHashMap<>();
        after.groups().forEach(group -> said.put(group.group(), group));
        List<GroupCapacity> groups = before.groups().stream().map(group -> {
            GroupCapacity now = said.get(group.group());
            return new GroupCapacity(group.group(), group.declared(), now == null ? 0 : now.healthy(),
                    group.declaredWeight(), now == null ? 0 : now.healthyWeight(), now == null ? 0 : now.capacity(),
                    now == null ? 0 : now.demand());
        }).toList();
        return new ServiceEntrySpec(after.idc(), after.service(), after.version(),
                after.gateways().isEmpty() ? before.gateways() : after.gateways(), groups);
    }

    private static int declared(ServiceEntrySpec entry) {
        return entry.groups().stream().mapToInt(GroupCapacity::declared).sum();
    }
}
