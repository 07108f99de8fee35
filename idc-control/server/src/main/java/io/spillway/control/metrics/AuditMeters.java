package io.spillway.control.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.control.audit.AuditObserver;

/** Meters of the audit. Safe for use by any thread. */
final class AuditMeters implements AuditObserver {

    private final Counter records;
    private final Counter refused;

    AuditMeters(MeterRegistry meters) {
        this.records = Counter.builder("spillway.control.audit.records")
                .description("Records that this node appended to the audit chain").register(meters);
        this.refused = Counter.builder("spillway.control.audit.denied")
                .description("Calls of operators that this node refused: 409, 412 and 422").register(meters);
    }

    @Override
    public void audited() {
        records.increment();
    }

    @Override
    public void auditRefused() {
        refused.increment();
    }
}
