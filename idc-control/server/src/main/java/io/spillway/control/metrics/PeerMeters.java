package io.spillway.control.metrics;

import java.util.List;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.StatusReport.PeerView;

/** Meters of the three parts of what is known of each configured peer; read by the thread of a scrape. */
final class PeerMeters {

    private static final String CONNECTED = "spillway.control.peer.connected";
    private static final String GATEWAYS = "spillway.control.peer.path.gateways";
    private static final String INSTANCES = "spillway.control.peer.instances";
    private static final String CAPACITY = "spillway.control.peer.capacity";
    private static final String HELD = "spillway.control.imports.held";
    /** Why an update may be held: an alert on a series that does not exist never fires, so each is there at 0. */
    private static final List<String> GUARDS = List.of("empties_service", "empties_group",
            "removes_majority_of_endpoints", "removes_majority_of_services", "flapping");

    private final MeterRegistry meters;

    PeerMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /** Registers what is asked of a running node. */
    void watch(ControlService service) {
        service.peers().forEach(peer -> register(service, peer.idc()));
    }

    private void register(ControlService service, String peer) {
        Tags tags = Tags.of("peer", peer);
        gauge(service, CONNECTED, "Whether the sync link to the peer is up", tags,
                view -> view.link().connected() ? 1 : 0);
        String gateways = "Gateways of this IDC by whether they reach a gateway of the peer";
        gauge(service, GATEWAYS, gateways, tags.and("state", "usable"), view -> view.path().usable());
        gauge(service, GATEWAYS, gateways, tags.and("state", "lost"), view -> view.path().lost());
        gauge(service, GATEWAYS, gateways, tags.and("state", "unknown"), view -> view.path().unknown());
        String instances = "Instances behind the peer's gateways, as it says, of all its services";
        gauge(service, INSTANCES, instances, tags.and("of", "declared"), view -> view.service().declared());
        gauge(service, INSTANCES, instances, tags.and("of", "healthy"), view -> view.service().healthy());
        String capacity = "Requests per second that the peer can carry or that its own users ask for, as it says, of all "
                + "services whose capacity is known";
        gauge(service, CAPACITY, capacity, tags.and("of", "declared"), view -> view.service().capacity());
        gauge(service, CAPACITY, capacity, tags.and("of", "healthy"), view -> view.service().healthyCapacity());
        gauge(service, CAPACITY, capacity, tags.and("of", "demand"), view -> view.service().demand());
        for (String guard : GUARDS) {
            gauge(service, HELD, "Updates of the peer that are held now, by the guard that holds them",
                    tags.and("reason", guard),
                    view -> view.held().stream().filter(held -> held.guard().equals(guard)).count());
        }
    }

    private void gauge(ControlService service, String name, String help, Tags tags, ToDoubleFunction<PeerView> figure) {
        String peer = tags.stream().filter(tag -> tag.getKey().equals("peer")).findFirst().orElseThrow().getValue();
        Gauge.builder(name, service,
                node -> node.peers().stream().filter(view -> view.idc().equals(peer)).mapToDouble(figure).findFirst()
                        .orElse(Double.NaN))
                .description(help).tags(tags).register(meters);
    }
}
