package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.v1.ServiceEntry;

/** Reported entries as specs, judged by the rules of the language and by where they came from. Pure. */
final class ImportRecords {

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
                groups(spec, violations);
                yield violations.isEmpty() ? new Decoded.Valid<>(spec) : new Decoded.Invalid<>(violations);
            }
        };
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
