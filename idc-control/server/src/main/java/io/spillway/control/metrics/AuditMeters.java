package io.spillway.control.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spillway.control.audit.AuditObserver;
import io.spillway.control.service.ControlService;

/** Meters of the audit. Safe for use by any thread. */
final class AuditMeters implements AuditObserver {

    private final Counter records;
    private final Counter refused;
    private final Counter notExtended;

    AuditMeters(MeterRegistry meters) {
        this.records = Counter.builder("spillway.control.audit.records")
                .description("Records that this node appended to the audit chain").register(meters);
        this.refused = Counter.builder("spillway.control.audit.denied")
                .description("Calls that this node refused for the audit: 401, 403, 409, 412 and 422").register(meters);
        this.notExtended = Counter.builder("spillway.control.audit.head.faults")
                .description("Heads of other IDCs' audits that did not go on from those before: cut, or written anew")
                .register(meters);
    }

    @Override
    public void auditNotExtended() {
        notExtended.increment();
    }

    /** Registers what is asked of a running node. */
    static void watch(MeterRegistry meters, ControlService service) {
        Gauge.builder("spillway.control.audit.owed", service, node -> node.audit().owed())
                .description("Records that this node could not chain yet, of what was done without the chain")
                .baseUnit("records").register(meters);
        Gauge.builder("spillway.control.audit.broken", service, node -> node.audit().foundBroken() ? 1 : 0)
                .description(
                        "1 when this node has found a record of the audit that was edited, removed, moved or cut off, or"
                                + " that other IDCs were told of otherwise")
                .register(meters);
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
