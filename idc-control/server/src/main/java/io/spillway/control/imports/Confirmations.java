package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.v1.Batch;
import org.jspecify.annotations.Nullable;

/**
 * When a hold ends without an operator: the origin has said just this for a set time, and says it once more when it is asked anew.
 * That it goes on being reported is no confirmation, for whoever reports it may repeat what it once heard. Pure.
 */
final class Confirmations {

    private Confirmations() {}

    /** Returns about which services the origin is to be asked of a hold; none while it has not stood long enough. */
    static List<String> asks(String service, @Nullable HeldRecord hold, Instant now, Duration after) {
        return hold == null || hold.same().plus(after).isAfter(now) ? List.of() : named(service, hold);
    }

    /** Returns the services whose holds a batch confirms; the empty name is that of the list of services. */
    static List<String> of(Batch batch, List<ServiceEntrySpec> said, Map<String, HeldRecord> held, Instant now,
            Duration after) {
        List<String> confirmed = new ArrayList<>();
        if (batch.getConfirmedCount() > 0) {
            Set<String> answered = new HashSet<>(batch.getConfirmedList());
            held.forEach((service, hold) -> {
                List<String> asked = asks(service, hold, now, after);
                if (!asked.isEmpty() && answered.containsAll(asked) && stillSays(batch, said, service, hold)) {
                    confirmed.add(service);
                }
            });
        }
        return confirmed;
    }

    /** Returns whether two updates are the same to a guard: health is not. */
    static boolean same(@Nullable ServiceEntrySpec one, @Nullable ServiceEntrySpec other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return membership(one).equals(membership(other));
    }

    private static Map<String, Integer> membership(ServiceEntrySpec entry) {
        Map<String, Integer> membership = new TreeMap<>();
        for (GroupCapacity group : entry.groups()) {
            membership.put(group.group(), group.declared());
        }
        membership.put("", entry.gateways().size());
        return membership;
    }

    private static List<String> named(String service, HeldRecord hold) {
        return service.isEmpty() ? hold.removed() : List.of(service);
    }

    private static boolean stillSays(Batch batch, List<ServiceEntrySpec> said, String service, HeldRecord hold) {
        ServiceEntrySpec meant = hold.said();
        if (meant != null) {
            return said.stream().anyMatch(entry -> entry.service().equals(service) && same(entry, meant));
        }
        return batch.getRemovedList().containsAll(named(service, hold));
    }
}
