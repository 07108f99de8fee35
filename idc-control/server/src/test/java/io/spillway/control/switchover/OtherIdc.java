package io.spillway.control.switchover;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.spillway.control.node.TestNode;
import io.spillway.control.service.Subscription;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
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
    private volatile boolean silent;
    private volatile int acking = 2;

    public OtherIdc(TestNode node) {
        this.node = node;
        for (Kind kind : new Kind[]{Kind.SWITCH_OVER, Kind.TRAFFIC_SHIFT}) {
            watches.add(node.service().watch(kind, _ -> says.execute(this::say)));
        }
    }

    /** It is dead, or cut off. */
    public void silence() {
        silent = true;
    }

    /** So many of its two gateways Ack from now on. */
    public void acking(int gateways) {
        acking = gateways;
        says.execute(this::say);
    }

    private void say() {
        if (silent) {
            return;
        }
        Map<String, Generation> shifts = new HashMap<>();
        for (Resource shift : node.service().list(Kind.TRAFFIC_SHIFT).resources()) {
            if (shift.spec() instanceof TrafficShiftSpec spec && spec.generation() != null) {
                shifts.put(spec.scope().path(), spec.generation());
            }
        }
        for (Resource record : node.service().list(Kind.SWITCH_OVER).resources()) {
            if (record.spec() instanceof SwitchOverSpec spec && spec.status() != null) {
                SwitchOverProgress part = new SwitchOverProgress(record.name(), "idc-b", spec.status().generation(),
                        spec.status().sequence(), shifts, 2, acking, acking == 2 ? List.of() : List.of("gw-b2"),
                        MeasuredTraffic.NONE, Instant.now());
                var _ = node.registry.commit(new Transaction(List.of(), List.of(Operation
                        .put(RegistryKeys.progress("idc-b", record.name()), ProgressRecords.encode(part)))));
            }
        }
    }

    @Override
    public void close() {
        watches.forEach(Subscription::close);
        says.shutdownNow();
    }
}
