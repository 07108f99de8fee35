package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.TraceRecord.Flaps;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of a peer's update is applied. Membership (declared instances, services) that shrinks suspiciously is held;
 * health never is: of a held update the healthy counts still apply at once. What is compared with is not only what is in use
 * but the most of the last hour, so that many small steps are held as one large one. What comes and goes is kept ({@link Damping}).
 * Pure.
 */
final class ImportGuard {

    static final String EMPTIES_SERVICE = "empties_service";
    static final String EMPTIES_GROUP = "empties_group";
    static final String MAJORITY_OF_ENDPOINTS = "removes_majority_of_endpoints";
    static final String FLAPPING = "flapping";
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
     * @param standing what stands of the peer
     * @param entries  what the peer says now; versions are compared by the caller
     * @param removals services that are imported and that the peer no longer has
     */
    static Verdict judge(Standing standing, List<ServiceEntrySpec> entries, Set<String> removals) {
        List<ServiceEntrySpec> writes = new ArrayList<>();
        List<HeldUpdate> held = new ArrayList<>();
        for (ServiceEntrySpec entry : entries) {
            ServiceEntrySpec before = standing.imports().get(entry.service());
            Flaps flaps = Damping.of(standing, entry.service(), entry);
            if (before != null && flaps != null && flaps.held()) {
                held.add(flapping(before, entry, flaps));
                writes.add(Membership.nothingGoes(before, entry));
                continue;
            }
            HeldUpdate hold = before == null
                    ? null
                    : shrinks(before, entry, Memory.baseline(before, standing.trace(entry.service()), standing.now()));
            if (before == null || hold == null) {
                writes.add(entry);
            } else {
                held.add(hold);
                writes.add(Membership.healthOnly(before, entry));
            }
        }
        List<String> removed = removals(standing, removals, held);
        return new Verdict(writes, removed, held);
    }

    private static List<String> removals(Standing standing, Set<String> gone, List<HeldUpdate> held) {
        Set<String> removals = new TreeSet<>(gone);
        for (String service : gone) {
            ServiceEntrySpec before = standing.imports().get(service);
            Flaps flaps = Damping.of(standing, service, null);
            if (before != null && flaps != null && flaps.held()) {
                held.add(flapping(before, null, flaps));
                removals.remove(service);
            }
        }
        List<String> removed = new ArrayList<>();
        HeldUpdate most = removesMost(standing, removals);
        if (most != null) {
            held.add(most);
        } else {
            for (String service : removals) {
                ServiceEntrySpec before = standing.imports().get(service);
                int declared = before == null ? 0 : Memory.declared(before);
                if (declared > 0) {
                    held.add(new HeldUpdate(service, EMPTIES_SERVICE,
                            "removes the service with " + declared + " declared instances", List.of(service), null));
                } else {
                    removed.add(service);
                }
            }
        }
        return removed;
    }

    private static HeldUpdate flapping(ServiceEntrySpec before, @Nullable ServiceEntrySpec after, Flaps flaps) {
        String service = before.service();
        return new HeldUpdate(service, FLAPPING,
                "declared instances " + Memory.declared(before) + " -> "
                        + (after == null ? "no such service" : String.valueOf(Memory.declared(after)))
                        + ", comes and goes; nothing of it goes before " + Damping.freeAt(flaps),
                after == null ? List.of(service) : List.of(), after);
    }

    private static @Nullable HeldUpdate removesMost(Standing standing, Set<String> removals) {
        if (removals.isEmpty()) {
            return null;
        }
        int went = standing.wentLately();
        int going = removals.size() + went;
        int had = standing.imports().size() + went;
        if (going <= 1 || going * 2 <= had) {
            return null;
        }
        String lately = went == 0 ? "" : ", and " + went + " went within the last hour";
        return new HeldUpdate("", MAJORITY_OF_SERVICES,
                "removes " + removals.size() + " of " + standing.imports().size() + " services" + lately,
                List.copyOf(new TreeSet<>(removals)), null);
    }

    private static @Nullable HeldUpdate shrinks(ServiceEntrySpec before, ServiceEntrySpec after, int baseline) {
        int had = Memory.declared(before);
        int has = Memory.declared(after);
        if (had > 0 && has == 0) {
            return new HeldUpdate(after.service(), EMPTIES_SERVICE, "declared instances " + had + " -> 0", List.of(),
                    after);
        }
        if (has > 0 && !before.gateways().isEmpty() && after.gateways().isEmpty()) {
            // Instances that nobody can reach are as good as gone.
            return new HeldUpdate(after.service(), EMPTIES_SERVICE, "gateways " + before.gateways().size() + " -> 0",
                    List.of(), after);
        }
        if (has < had && has * 2L < baseline) {
            String lately = baseline == had
                    ? ""
                    : ", " + baseline + " within the last hour";
            return new HeldUpdate(after.service(), MAJORITY_OF_ENDPOINTS,
                    "declared instances " + had + " -> " + has + lately, List.of(), after);
        }
        for (GroupCapacity group : before.groups()) {
            if (group.declared() > 0 && declared(after, group.group()) == 0) {
                return new HeldUpdate(after.service(), EMPTIES_GROUP,
                        "declared instances of group " + group.group() + " " + group.declared() + " -> 0", List.of(),
                        after);
            }
        }
        return null;
    }

    private static int declared(ServiceEntrySpec entry, String group) {
        return entry.groups().stream().filter(each -> each.group().equals(group)).mapToInt(GroupCapacity::declared)
                .sum();
    }
}
