package io.spillway.drill.bench.switchover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.spillway.drill.bench.sync.Toxiproxy;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.FleetFiles;
import io.spillway.drill.fleet.FleetLayout;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Ports;
import io.spillway.drill.fleet.Priority;
import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.drill.fleet.Role;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.fleet.Topology;
import io.spillway.drill.fleet.Topology.IdcTopology;
import io.spillway.drill.plan.PlanException;
import io.spillway.drill.plan.PlanFiles;
import io.spillway.drill.run.ControlApi;
import io.spillway.drill.verb.Surroundings;
import io.spillway.gateway.bench.process.BenchFailure;

/**
 * The two IDCs of the demo in small: in each a control node, a registry-sync, a gateway, an instance of the service, and mock
 * data planes. The registry-syncs hear the other IDC over a {@link Toxiproxy}. Used by one thread.
 */
final class MovedFleet implements AutoCloseable {

    /** What users ask for. */
    static final String SERVICE = "orders";
    private static final String LOOPBACK = "127.0.0.1:";
    private static final int PORTS = 23_000;
    private static final Priority OTHER_MACHINE = Priority.whenIdle(10);
    private static final Duration START = Duration.ofMinutes(2);

    private final FleetLayout layout;
    private final Fleet fleet;
    private final List<Toxiproxy> links;
    private final Map<String, ControlApi> controls = new LinkedHashMap<>();

    private MovedFleet(FleetLayout layout, Fleet fleet, List<Toxiproxy> links) {
        this.layout = layout;
        this.fleet = fleet;
        this.links = links;
        layout.apis().forEach((idc, api) -> controls.put(idc, new ControlApi(List.of(api))));
    }

    /**
     * Starts all of it and waits until every process does its work.
     *
     * @throws BenchFailure when Toxiproxy is not installed or does not start, or a program that lets processes give way is not
     *         installed
     */
    static MovedFleet start(SwitchOverPlan plan, Surroundings surroundings, Path folder) throws InterruptedException {
        canGiveWay(Priority.path());
        Topology topology = topology(plan, surroundings, folder);
        FleetLayout layout = new FleetLayout(topology, Ports.free(topology.portBase(), topology), folder,
                RegistryChoice.EMBEDDED);
        FleetFiles.write(layout, surroundings.wall().instant());
        List<Toxiproxy> links = new ArrayList<>();
        MovedFleet moved = null;
        try {
            lead(layout, links, surroundings);
            Fleet fleet = new Fleet(layout.components(new Commands(surroundings.home(), topology.jvm())), folder,
                    surroundings.ticker(), Pause.real(), MovedFleet::priority);
            moved = new MovedFleet(layout, fleet, links);
            fleet.start(Selector.ALL, START, _ -> {});
            return moved;
        } catch (RuntimeException | InterruptedException e) {
            if (moved == null) {
                links.forEach(Toxiproxy::close);
            } else {
                moved.close();
            }
            throw e;
        }
    }

    /** Figures that were taken without priorities would say something of this machine. */
    static void canGiveWay(String path) {
        Set<String> missing = new TreeSet<>();
        for (Role role : Role.values()) {
            missing.addAll(priority(role).missing(path));
        }
        if (!missing.isEmpty()) {
            throw new BenchFailure(
                    String.join(", ", missing) + " is not in PATH: gateways and users could not go before"
                            + " what decides (expected: installed)");
        }
    }

    /**
     * Gateways, instances and users have the machine first: what decides, and the mock data planes, stand on other machines in
     * a data centre and take no processor from those there.
     */
    private static Priority priority(Role role) {
        return switch (role) {
            case GATEWAY, SERVICE -> Priority.nice(1);
            case PROXY, ETCD, CONTROL, SYNC -> OTHER_MACHINE;
            case CLIENTS -> Priority.whenIdle(19);
        };
    }

    private static Topology topology(SwitchOverPlan plan, Surroundings surroundings, Path folder) {
        try {
            Topology whole = PlanFiles
                    .topology(surroundings.home().config().resolve("topologies/two-idc.yaml"));
            List<IdcTopology> idcs = new ArrayList<>();
            for (IdcTopology idc : whole.idcs()) {
                int mocks = plan.mocksOf(idcs.size());
                idcs.add(new IdcTopology(idc.name(), 1, 1, idc.clusters().subList(0, 1), idc.resources(),
                        mocks == 0 ? List.of() : List.of(scenario(folder, idc.name(), mocks))));
            }
            return new Topology("bench-switchover", PORTS, idcs,
                    Map.of(SERVICE, whole.hosts().getOrDefault(SERVICE, SERVICE)), whole.jvm());
        } catch (PlanException e) {
            throw new BenchFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private static Path scenario(Path folder, String idc, int count) {
        String text = """
                apiVersion: spillway.io/v1
                kind: MockScenario
                metadata: {name: data-planes}
                spec:
                  addresses: ["127.0.0.1:1"]
                  hold: 4h
                  groups:
                    - name: data-planes
                      count: %d
                      node: {idc: %s, role: gateway, listeners: {entrance: "127.0.0.1:8080", crossing: "127.0.0.1:8081"}}
                      limits: {answerWithin: 30s, grace: 5s}
                      retry: {after: 1s, versions: true, address: next}
                      steps:
                        - subscribe: {type: CDS}
                        - subscribe: {type: EDS, names: ["%s/default"]}
                        - subscribe: {type: LDS}
                        - subscribe: {type: RDS, names: [entrance, crossing]}
                """
                .formatted(count, idc, SERVICE);
        try {
            return Files.writeString(Files.createDirectories(folder).resolve("data-planes-of-" + idc + ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /** Leads what each registry-sync hears of the other IDC through a link of its own. */
    private static void lead(FleetLayout layout, List<Toxiproxy> links, Surroundings surroundings) {
        List<String> idcs = List.copyOf(layout.apis().keySet());
        for (int i = 0; i < idcs.size(); i++) {
            Path file = layout.folder().resolve(idcs.get(i)).resolve("registry-sync.yaml");
            int ads = adsOf(layout, idcs.get(1 - i));
            try {
                Path own = Files.createDirectories(layout.folder().resolve("link-to-" + idcs.get(1 - i)));
                Toxiproxy link = Toxiproxy.start(own, ads, surroundings.ticker(), OTHER_MACHINE);
                links.add(link);
                String text = Files.readString(file);
                String led = text.replace(LOOPBACK + ads + '"', LOOPBACK + link.port() + '"');
                if (led.equals(text)) {
                    throw new BenchFailure(file + " does not name " + LOOPBACK + ads + " (expected: as its peer)");
                }
                Files.writeString(file, led);
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be changed", e);
            }
        }
    }

    private static int adsOf(FleetLayout layout, String idc) {
        String api = layout.apis().getOrDefault(idc, "");
        return Integer.parseInt(api.substring(api.indexOf(':') + 1)) + 1;
    }

    FleetLayout layout() {
        return layout;
    }

    /** Returns the API of an IDC's control node. */
    ControlApi control(String idc) {
        ControlApi control = controls.get(idc);
        if (control == null) {
            throw new IllegalArgumentException(
                    "no IDC is called " + idc + " (expected one of " + controls.keySet() + ")");
        }
        return control;
    }

    /** Returns how many data planes of an IDC have Acked routes that are the newest. */
    static long synced(Map<?, ?> status) {
        Stream<?> all = status.get("dataPlanes") instanceof List<?> list ? list.stream() : Stream.of();
        return all.filter(each -> each instanceof Map<?, ?> it && "RDS".equals(it.get("type"))
                && "SYNCED".equals(it.get("state"))).map(each -> ((Map<?, ?>) each).get("node")).distinct().count();
    }

    /** Lets everything between the registry-syncs and the other IDC take that much longer, in each direction. */
    void delay(Duration each) {
        links.forEach(link -> link.delay(each));
    }

    @Override
    public void close() {
        controls.values().forEach(ControlApi::close);
        fleet.close();
        links.forEach(Toxiproxy::close);
    }
}
