package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.v1.ServiceEntry;

/** Reported entries as specs, judged by the rules of the language and by where they came from. Pure. */
final class ImportRecords {

    /** The most gateways of one entry. */
    static final int MAX_GATEWAYS = 64;
    /** The most Groups of one entry. */
    static final int MAX_GROUPS = 64;

    private ImportRecords() {}

    /** Returns the entry, or all that is wrong with it. */
    static Decoded<ServiceEntrySpec> entry(String peer, ServiceEntry entry) {
        List<Violation> violations = new ArrayList<>();
        if (!entry.getIdc().equals(peer)) {
            violations.add(new Violation("/idc", "\"" + entry.getIdc() + "\"", peer + ", the peer it came from", null));
        }
        return switch (ReplicatedRecords.fromProto(entry)) {
            case Decoded.Invalid<ServiceEntrySpec>(List<Violation> found) -> {
                violations.addAll(found);
                yield new Decoded.Invalid<>(violations);
            }
            case Decoded.Valid<ServiceEntrySpec>(ServiceEntrySpec spec) -> {
                if (!Names.valid(spec.resourceName())) {
                    violations.add(new Violation("/service", spec.service().length() + " characters",
                            "with the name of its IDC at most " + Names.LONGEST, null));
                }
                atMost("/gateways", spec.gateways().size(), MAX_GATEWAYS, violations);
                atMost("/groups", spec.groups().size(), MAX_GROUPS, violations);
                groups(spec, violations);
                yield violations.isEmpty() ? new Decoded.Valid<>(spec) : new Decoded.Invalid<>(violations);
            }
        };
    }

    private static void atMost(String pointer, int count, int limit, List<Violation> violations) {
        if (count > limit) {
            violations.add(new Violation(pointer, Integer.toString(count), "at most " + limit, null));
        }
    }

    private static void groups(ServiceEntrySpec spec, List<Violation> violations) {
        Set<String> names = new HashSet<>();
        for (GroupCapacity group : spec.groups()) {
            if (!names.add(group.group()) || group.healthy() > group.declared()) {
                violations.add(new Violation("/groups/" + group.group(),
                        group.healthy() + " healthy of " + group.declared(),
                        "each group once, not more healthy than declared", null));
            }
        }
    }
}
