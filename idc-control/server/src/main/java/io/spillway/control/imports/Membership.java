package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.ServiceEntrySpec;
import org.jspecify.annotations.Nullable;

/** What of an update applies although its membership does not. Pure. */
final class Membership {

    private Membership() {}

    /** Returns the new entry with the old membership: nothing is believed healthy that was not said to be. */
    static ServiceEntrySpec healthOnly(ServiceEntrySpec before, ServiceEntrySpec after) {
        Map<String, GroupCapacity> said = byName(after);
        List<GroupCapacity> groups = before.groups().stream().map(group -> kept(group, said.get(group.group())))
                .toList();
        return with(before, after, groups);
    }

    /** Returns the new entry with what the old one has more: what is new comes, and nothing goes. */
    static ServiceEntrySpec nothingGoes(ServiceEntrySpec before, ServiceEntrySpec after) {
        Map<String, GroupCapacity> had = byName(before);
        List<GroupCapacity> groups = new ArrayList<>();
        for (GroupCapacity group : after.groups()) {
            GroupCapacity old = had.remove(group.group());
            groups.add(old == null || old.declared() <= group.declared() ? group : kept(old, group));
        }
        had.values().forEach(old -> groups.add(kept(old, null)));
        return with(before, after, groups);
    }

    private static ServiceEntrySpec with(ServiceEntrySpec before, ServiceEntrySpec after, List<GroupCapacity> groups) {
        return new ServiceEntrySpec(after.idc(), after.service(), after.version(),
                after.gateways().isEmpty() ? before.gateways() : after.gateways(), groups);
    }

    private static GroupCapacity kept(GroupCapacity old, @Nullable GroupCapacity now) {
        return now == null
                ? new GroupCapacity(old.group(), old.declared(), 0, old.declaredWeight(), 0)
                : new GroupCapacity(old.group(), old.declared(), Math.min(now.healthy(), old.declared()),
                        old.declaredWeight(), Math.min(now.healthyWeight(), old.declaredWeight()), now.capacity(),
                        now.demand());
    }

    private static Map<String, GroupCapacity> byName(ServiceEntrySpec entry) {
        Map<String, GroupCapacity> groups = new LinkedHashMap<>();
        entry.groups().forEach(group -> groups.put(group.group(), group));
        return groups;
    }
}
