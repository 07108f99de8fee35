package io.spillway.control.imports;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.ImportNotes;
import io.spillway.control.state.Index;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.TraceRecord;

/**
 * What stands of a peer, by service: what guards compare with.
 *
 * @param imports what is in use
 * @param held    what guards hold; under the empty name that of the list of services
 * @param traces  what guards remember
 * @param now     until when
 */
record Standing(Map<String, ServiceEntrySpec> imports, Map<String, HeldRecord> held, Map<String, TraceRecord> traces,
        Instant now) {

    /** Creates one of which nothing is remembered. */
    Standing(Map<String, ServiceEntrySpec> imports, Instant now) {
        this(imports, Map.of(), Map.of(), now);
    }

    /** Returns what stands in a state; costs what the peer has, not what all have. */
    static Standing of(ControlState state, String peer, Instant now) {
        Map<String, ServiceEntrySpec> imports = new HashMap<>();
        for (String name : state.names(Index.IMPORTS_BY_IDC, peer)) {
            Resource found = state.get(Kind.SERVICE_ENTRY, name);
            if (found != null && found.spec() instanceof ServiceEntrySpec entry) {
                imports.put(entry.service(), entry);
            }
        }
        ImportNotes notes = state.notes();
        return new Standing(imports, notes.held().of(peer), notes.traces().of(peer), now);
    }

    /** Returns what is remembered of a service. */
    TraceRecord trace(String service) {
        return traces.getOrDefault(service, TraceRecord.NOTHING);
    }

    /** Returns how many services went within the last hour without an operator's word. */
    int wentLately() {
        return (int) traces.values().stream().map(TraceRecord::gone)
                .filter(gone -> gone != null && !gone.released() && gone.at().isAfter(Memory.since(now))).count();
    }
}
