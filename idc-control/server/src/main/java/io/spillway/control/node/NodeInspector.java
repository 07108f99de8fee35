package io.spillway.control.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

import io.spillway.control.inspection.Inspected;
import io.spillway.control.inspection.rule.Inspection;
import io.spillway.control.service.CheckReport;
import io.spillway.control.service.PresentedCertificate;
import io.spillway.control.service.ReadinessView;
import io.spillway.control.service.StatusReport;
import io.spillway.control.snapshot.Catalog;
import io.spillway.control.snapshot.ResourceType;
import io.spillway.control.state.ControlState;
import io.spillway.registry.ConnectionState;

/** What one node knows of itself and its IDC, and what is wrong with it. Safe for use by any thread. */
final class NodeInspector {

    private final NodeService.NodeParts parts;
    private final long startedNanos;

    NodeInspector(NodeService.NodeParts parts) {
        this.parts = parts;
        this.startedNanos = parts.times().ticker().nanos();
    }

    ReadinessView readiness() {
        List<String> reasons = parts.ready().reasons();
        return new ReadinessView(reasons.isEmpty(), reasons);
    }

    StatusReport.RegistryView registry() {
        ConnectionState connection = parts.registry().state();
        return new StatusReport.RegistryView(parts.registryKind(), connection.connected(), connection.since(),
                parts.state().get().revision(), connection.clusterId(),
                connection.detail().isEmpty() ? null : connection.detail(), parts.keeper().held().ids().size());
    }

    /** Looks at everything, every data plane too; waits for the streams. */
    CheckReport check() {
        ControlState state = parts.state().get();
        Catalog catalog = parts.catalog().get();
        List<CheckReport.CatalogView> types = new ArrayList<>();
        for (ResourceType type : ResourceType.values()) {
            types.add(new CheckReport.CatalogView(type.shortName(), catalog.all(type).size(),
                    HexFormat.of().toHexDigits(catalog.digest(type))));
        }
        Inspected.Serving serving = new Inspected.Serving(readiness(), registry(), parts.ads().compared(true),
                peers(state), parts.ads().stragglers(), parts.fellows().draining(),
                new Inspected.Clients(presented(), parts.load().report().reporters()),
                new Inspected.Doubts(parts.health().view(state).alarm(), catalog.unbuilt().reasons(),
                        parts.audit().broken(), parts.moves().automatic().unarmed(), parts.audit().owed(),
                        parts.moves().automatic().unheard()));
        return new CheckReport(parts.idc(), parts.node(), parts.times().clock().instant(), state.revision(), types,
                Inspection.of(inspected(state, serving)));
    }

    List<StatusReport.PeerView> peers(ControlState state) {
        return PeerParts.of(state, parts.imports().peers(state), parts.figures(), parts.times().clock().instant());
    }

    private List<PresentedCertificate> presented() {
        List<PresentedCertificate> all = new ArrayList<>(parts.ads().presented());
        all.addAll(parts.imports().presented());
        return PresentedCertificate.newest(all);
    }

    /** Returns what can be found without a look at the data planes. */
    List<StatusReport.Problem> problems(ControlState state) {
        Inspected.Serving nobody = new Inspected.Serving(readiness(), registry(), List.of(), List.of(), List.of(),
                Inspected.Draining.NOBODY, Inspected.Clients.NOBODY, Inspected.Doubts.NONE);
        List<StatusReport.Problem> problems = new ArrayList<>();
        String alarm = parts.health().view(state).alarm();
        if (!alarm.isEmpty()) {
            problems.add(new StatusReport.Problem("health checks", "not believed: " + alarm));
        }
        new TreeMap<>(parts.catalog().get().unbuilt().reasons()).forEach((part, reason) -> problems
                .add(new StatusReport.Problem(part, "is served as it was before: " + reason)));
        new TreeMap<>(parts.moves().automatic().unarmed()).forEach((group, why) -> problems
                .add(new StatusReport.Problem("drgroups/" + group, "automatic shift is not armed: " + why)));
        parts.moves().automatic().unheard().forEach(
                what -> problems.add(new StatusReport.Problem("automatic shift", "the self-check finds: " + what)));
        Inspection.ofRegistered(inspected(state, nobody))
                .forEach(finding -> problems.add(new StatusReport.Problem(finding.object(), finding.what())));
        return problems;
    }

    private Inspected inspected(ControlState state, Inspected.Serving serving) {
        Duration up = Duration.ofNanos(parts.times().ticker().nanos() - startedNanos);
        return new Inspected(parts.idc(), parts.node(), parts.times().clock().instant(),
                new Inspected.Registered(state, parts.keeper().unreadable(), parts.keeper().held(),
                        parts.registry().state().clusterId(), up, parts.freshness()::silence),
                serving, parts.host());
    }
}
