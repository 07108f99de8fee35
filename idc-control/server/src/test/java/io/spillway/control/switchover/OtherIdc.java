package io.spillway.control.switchover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.ResourceEvent;
import io.spillway.control.service.Subscription;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.registry.Operation;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.ProgressRecords;

/** The part of idc-b in the switch-overs of idc-a, as registry-sync would bring it: its two gateways Ack at once, or never. */
public final class OtherIdc implements AutoCloseable {

    private final TestNode node;
    private final ExecutorService says = Executors.newSingleThreadExecutor();
    private final List<Subscription> watches = new ArrayList<>();
    private final Map<String, Generation> shifts = new HashMap<>(); // owned by the thread that says
    private final Map<String, SwitchOverStatus> records = new HashMap<>(); // owned by the thread that says
    private volatile boolean silent;
    private volatile int acking = 2;
    private volatile int fleet = 2;

    public OtherIdc(TestNode node) {
        this.node = node;
        for (Kind kind : new Kind[]{Kind.SWITCH_OVER, Kind.TRAFFIC_SHIFT}) {
            watches.add(node.service().watch(kind, event -> {
                // What is read of the node may be older than what it just told.
                if (event instanceof ResourceEvent.Put(long _, Resource newest)) {
                    says.execute(() -> hear(newest));
                }
            }));
        }
    }

    /** It is dead, or cut off. */
    public void silence() {
        silent = true;
    }

    /** It has so many gateways, of which so many Ack; those that do not are not named. */
    public void fleet(int gateways, int acking) {
        this.fleet = gateways;
        acking(acking);
    }

    /** So many of its two gateways Ack from now on. */
    public void acking(int gateways) {
        acking = gateways;
        says.execute(this::say);
    }

    private void hear(Resource newest) {
        switch (newest.spec()) {
            case TrafficShiftSpec shift when shift.generation() != null ->
                shifts.put(shift.scope().path(), shift.generation());
            case SwitchOverSpec spec when spec.status() != null -> records.put(newest.name(), spec.status());
            default -> {
                // It says nothing of anything else.
            }
        }
        say();
    }

    private void say() {
        if (silent) {
            return;
        }
        records.forEach((id, status) -> {
            SwitchOverProgress part = new SwitchOverProgress(id, "idc-b", status.generation(), status.sequence(),
                    shifts, fleet, acking, fleet > 2 || acking == 2 ? List.of() : List.of("gw-b2"),
                    MeasuredTraffic.NONE,
                    Instant.now());
            var _ = node.registry.commit(new Transaction(List.of(), List.of(Operation
                    .put(RegistryKeys.progress("idc-b", id), ProgressRecords.encode(part)))));
        });
    }

    @Override
    public void close() {
        watches.forEach(Subscription::close);
        says.shutdownNow();
    }
}
