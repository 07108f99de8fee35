package io.spillway.control.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.OriginVersion;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.ReplicatedRecords;
import io.spillway.wire.record.TraceRecord.Gone;
import io.spillway.wire.v1.Batch;
import io.spillway.wire.v1.Refused;
import io.spillway.wire.v1.ServiceEntry;
import io.spillway.wire.v1.TrafficShift;

/**
 * What a batch says, as far as it can be understood; what cannot is set aside by name. Pure.
 *
 * @param entries services that the peer declares
 * @param shifts  TrafficShifts that it brings, of whomever
 * @param refused what was set aside
 */
record Said(List<ServiceEntrySpec> entries, List<TrafficShiftSpec> shifts, List<Refused> refused) {

    /** The most services of one peer; more are refused by name. The names of all fit one transaction. */
    static final int MAX_SERVICES = 7_000;

    static Said of(Batch batch) {
        List<Refused> refused = new ArrayList<>();
        Map<String, ServiceEntrySpec> entries = new LinkedHashMap<>();
        for (ServiceEntry entry : batch.getEntriesList()) {
            switch (ImportRecords.entry(batch.getPeer(), entry)) {
                case Decoded.Valid<ServiceEntrySpec>(ServiceEntrySpec spec) ->
                    entries.merge(spec.service(), spec,
                            (one, other) -> one.version().compareTo(other.version()) > 0 ? one : other);
                case Decoded.Invalid<ServiceEntrySpec>(List<Violation> violations) ->
                    refused.add(refusal(batch.getPeer(), entry.getService(), violations));
            }
        }
        List<TrafficShiftSpec> shifts = new ArrayList<>();
        for (TrafficShift shift : batch.getShiftsList()) {
            switch (ReplicatedRecords.fromProto(shift)) {
                case Decoded.Valid<TrafficShiftSpec>(TrafficShiftSpec spec) -> shifts.add(spec);
                case Decoded.Invalid<TrafficShiftSpec>(List<Violation> violations) ->
                    refused.add(refusal(batch.getPeer(), shift.getScope(), violations));
            }
        }
        return new Said(List.copyOf(entries.values()), shifts, refused);
    }

    private static Refused refusal(String peer, String name, List<Violation> violations) {
        return refusal(peer, name, violations.stream().map(Violation::message).collect(Collectors.joining("; ")));
    }

    private static Refused refusal(String peer, String name, String reason) {
        return Refused.newBuilder().setPeer(peer).setName(name).setReason(reason).build();
    }

    /** Returns the same without what is older than what stands, or not newer than what was removed. */
    Said newerThan(Standing standing, String peer) {
        List<ServiceEntrySpec> newer = new ArrayList<>();
        List<Refused> aside = new ArrayList<>(refused);
        int services = standing.imports().size();
        for (ServiceEntrySpec entry : entries) {
            ServiceEntrySpec before = standing.imports().get(entry.service());
            if (before != null) {
                if (entry.version().compareTo(before.version()) >= 0) {
                    newer.add(entry);
                }
            } else if (standing.trace(entry.service()).gone() instanceof Gone(OriginVersion gone, var at, var _)
                    && entry.version().compareTo(gone) <= 0 && at.isAfter(standing.now().minus(Memory.TOMBSTONE))) {
                aside.add(refusal(peer, entry.service(), "version " + entry.version() + " (expected: newer than " + gone
                        + ", in which the service was removed)"));
            } else if (services >= MAX_SERVICES) {
                aside.add(
                        refusal(peer, entry.service(), "service " + (services + 1) + " of the peer (expected: at most "
                                + MAX_SERVICES + ")"));
            } else {
                services++;
                newer.add(entry);
            }
        }
        return new Said(newer, shifts, aside);
    }

    /** Returns the services that are imported and that the peer no longer has, also of those that are held for it. */
    static Set<String> removals(Batch batch, Standing standing) {
        Set<String> removals = new TreeSet<>(batch.getRemovedList());
        HeldRecord pending = standing.held().get("");
        if (batch.getFull()) {
            removals.addAll(standing.imports().keySet());
        } else if (pending != null) {
            removals.addAll(pending.removed());
        }
        removals.retainAll(standing.imports().keySet());
        // A service that was said but whose record was refused is not gone.
        batch.getEntriesList().forEach(entry -> removals.remove(entry.getService()));
        return removals;
    }
}
