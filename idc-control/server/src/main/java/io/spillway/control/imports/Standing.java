package io.spillway.control.imports;

import java.time.Instant;
import java.util.Map;

import io.spillway.control.state.ControlState;
import io.spillway.control.state.Imports;
import io.spillway.control.state.Notes;
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

    /** Returns what stands in a state. It is looked up when it is asked for: a change of one service costs that one. */
    static Standing of(ControlState state, String peer, Instant now) {
        Notes notes = state.notes();
        return new Standing(Imports.of(state, peer), notes.held().of(peer), notes.traces().of(peer), now);
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
