package io.spillway.drill.bench.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.spillway.drill.bench.net.Place;
import io.spillway.drill.fleet.Commands;
import io.spillway.drill.fleet.ComponentPlan;
import io.spillway.drill.fleet.Role;

/**
 * Spillway with its defaults, except that IDCs cross in the clear as the peers do, and told what an instance carries, so that
 * load is divided by capacity: a control plane and a registry-sync in each IDC, one gateway in A and two in
 * B.
 */
public record Spillway() implements Contestant {
    private static final int ADS = 17001;
    private static final int API = 17000;
    private static final int ADMIN = 17002;
    private static final int SYNC_ADMIN = 17030;
    private static final int CROSSING = 8001;
    /** Two instances of weight 100 carry what is said of an IDC, 5000 requests a second. */
    private static final int CAPACITY_PER_WEIGHT = 25;

    @Override
    public String name() {
        return "spillway";
    }

    @Override
    public String missing() {
        return "";
    }

    @Override
    public List<ComponentPlan> plans(Surroundings surroundings) {
        Processes processes = new Processes(surroundings);
        Commands commands = new Commands(surroundings.home(), Map.of(Role.CONTROL, List.of("-Xmx256m"), Role.SYNC,
                List.of("-Xmx128m"), Role.GATEWAY, List.of("-Xms128m", "-Xmx256m")));
        List<ComponentPlan> plans = new ArrayList<>();
        for (Place control : List.of(Place.CONTROL_A, Place.CONTROL_B)) {
            Path config = processes.write(control.word() + ".yaml", control(surroundings, control));
            processes.write(resources(control) + "/all.yaml", resourcesOf(control));
            plans.add(processes.at(control, Role.CONTROL, "idc-control",
                    commands.java(Role.CONTROL, "idc-control", "io.spillway.control.Main",
                            List.of("--config", config.toString())),
                    ready(control, ADMIN)));
            Path sync = processes.write(control.word() + "-sync.yaml", sync(surroundings, control));
            plans.add(processes.at(control, Role.SYNC, "registry-sync", commands.java(Role.SYNC, "registry-sync",
                    "io.spillway.sync.Main", List.of("--config", sync.toString())), ready(control, SYNC_ADMIN)));
        }
        for (Place gateway : List.of(Place.GATEWAY_A, Place.GATEWAY_B1, Place.GATEWAY_B2)) {
            Path config = processes.write(gateway.word() + ".yaml", gateway(surroundings, gateway));
            plans.add(processes.at(gateway, Role.GATEWAY, gateway.word(), commands.java(Role.GATEWAY, "gateway",
                    "io.spillway.gateway.proxy.Main", List.of("--config", config.toString())), ready(gateway, ADMIN)));
        }
        return plans;
    }

    private static URI ready(Place place, int port) {
        return URI.create("http://" + place.address() + ":" + port + "/readyz");
    }

    private static Place controlOf(Place place) {
        return place.idc().equals(Place.CONTROL_A.idc()) ? Place.CONTROL_A : Place.CONTROL_B;
    }

    private static Place peerOf(Place control) {
        return control == Place.CONTROL_A ? Place.CONTROL_B : Place.CONTROL_A;
    }

    private static String resources(Place control) {
        return control.word() + "-resources";
    }

    private static String common(Surroundings surroundings, Place place, String node, int admin) {
        return "idc: " + place.idc() + "\nnode: " + node + "\nadmin: " + place.address() + ":" + admin + "\ndataDir: "
                + surroundings.folder().resolve("data").resolve(place.word() + "-" + node) + "\n";
    }

    private static String peers(Place control) {
        Place peer = peerOf(control);
        return "peers:\n  " + peer.idc() + ": {control: [\"" + peer.address() + ":" + ADS + "\"]}\n";
    }

    private static String control(Surroundings surroundings, Place place) {
        return common(surroundings, place, "control-1", ADMIN) + "ads: " + place.address() + ":" + ADS
                + "\napi: 127.0.0.1:" + API + "\nregistry: {kind: embedded}\n" + peers(place) + "resources: "
                + surroundings.folder().resolve(resources(place)) + "\n";
    }

    private static String sync(Surroundings surroundings, Place place) {
        return common(surroundings, place, "sync-1", SYNC_ADMIN) + "control: [\"" + place.address() + ":" + ADS
                + "\"]\n" + peers(place);
    }

    private static String gateway(Surroundings surroundings, Place place) {
        return common(surroundings, place, place.word(), ADMIN) + "control: [\"" + controlOf(place).address() + ":"
                + ADS + "\"]\nlisteners:\n  entrance: " + place.address() + ":" + GATEWAY_PORT
                + "\n  crossing: {address: \""
                + place.address() + ":" + CROSSING + "\", plaintext: true}\neventLoops: 1\naccessLog: "
                + surroundings.folder().resolve("logs").resolve(place.word() + "-access.log") + "\n";
    }

    private static String resourcesOf(Place control) {
        boolean inA = control == Place.CONTROL_A;
        StringBuilder all = new StringBuilder();
        for (Place one : List.of(Place.CONTROL_A, Place.CONTROL_B)) {
            List<Place> gateways = one == Place.CONTROL_A
                    ? List.of(Place.GATEWAY_A)
                    : List.of(Place.GATEWAY_B1, Place.GATEWAY_B2);
            List<String> crossings = gateways.stream().map(each -> "\"" + each.address() + ":" + CROSSING + "\"")
                    .toList();
            document(all, "Idc", one.idc(), "{control: [\"" + one.address() + ":" + ADS + "\"], gateways: " + crossings
                    + ", capacity: 5000, crossing: {plaintext: true}}");
            document(all, "Cluster", one.idc() + "-primary", "{idc: " + one.idc() + ", role: PRIMARY}");
        }
        document(all, "DrGroup", "core", "{idcs: [idc-a, idc-b], minActive: 1}");
        document(all, "Service", "orders", "{hosts: [" + HOST + "], drGroup: core, policy: {capacityPerWeight: "
                + CAPACITY_PER_WEIGHT + "}}");
        for (Place instance : inA ? List.of(Place.A1, Place.A2) : List.of(Place.B1, Place.B2)) {
            document(all, "WorkloadEntry", instance.word(), "{service: orders, group: default, cluster: "
                    + control.idc() + "-primary, address: " + instance.address() + ", port: " + INSTANCE_PORT
                    + ", weight: 100, state: UP}");
        }
        return all.toString();
    }

    private static void document(StringBuilder all, String kind, String name, String spec) {
        all.append("---\napiVersion: spillway.io/v1\nkind: ").append(kind).append("\nmetadata: {name: ").append(name)
                .append("}\nspec: ").append(spec).append('\n');
    }
}
