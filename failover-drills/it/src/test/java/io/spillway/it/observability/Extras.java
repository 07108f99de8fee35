package io.spillway.it.observability;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Users;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** Services of a scene that are there to go wrong, each in its own way, and a folder of workloads that a source reads. */
final class Extras implements Closeable {

    /** How many the folder has. */
    static final int ENTRIES = 4;

    /** Requests per second that a workload of {@code tight} carries when all is well. */
    static final int PLENTY = 1000;

    private static final int PER_SECOND = 20;
    private static final String SERVICE = """
            {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"%1$s"},
             "spec":{"hosts":["%1$s.example"]%2$s}}
            """;

    private final RunningFleet fleet;
    private final Path vms;
    private int touched;
    private final Map<String, List<Workload>> workloads = new LinkedHashMap<>();
    private final List<Closeable> ending = new ArrayList<>();

    private Extras(RunningFleet fleet, Path vms) {
        this.fleet = fleet;
        this.vms = vms;
    }

    static Extras open(RunningFleet fleet, Path folder) throws IOException, InterruptedException {
        Path vms = Files.createDirectories(folder.resolve("vms")).toAbsolutePath().resolve("vms.yaml");
        Extras extras = new Extras(fleet, vms);
        try {
            extras.begin();
        } catch (IOException | RuntimeException | AssertionError e) {
            extras.close();
            throw e;
        }
        return extras;
    }

    private void begin() throws IOException, InterruptedException {
        service("idc-a", "checked",
                """
                        ,"policy":{"healthCheck":{"type":"http","interval":"300ms","timeout":"200ms","unhealthyThreshold":2}}""");
        service("idc-a", "lonely", "");
        service("idc-a", "crowd", "");
        service("idc-a", "racks", "");
        service("idc-a", "narrow", ",\"policy\":{\"circuitBreakers\":{\"maxRequests\":1}}");
        for (String idc : List.of("idc-a", "idc-b")) {
            service(idc, "tight", ",\"drGroup\":\"core\",\"policy\":{\"capacityPerWeight\":" + PLENTY + "}");
            live(idc, "tight", 1);
        }
        live("idc-a", "checked", 3);
        live("idc-a", "crowd", 7);
        live("idc-a", "narrow", 1);
        come("checked");
        come("crowd");
        readFolder();
    }

    private void service(String idc, String name, String more) throws IOException {
        Api api = fleet.api(idc);
        api.write("services/" + name, SERVICE.formatted(name, more));
        ending.add(() -> api.delete("services/" + name));
    }

    private void live(String idc, String service, int many) throws IOException {
        for (int number = 1; number <= many; number++) {
            Workload workload = new Workload(service + "-" + idc + "-" + number, service, idc, fleet.api(idc)).live();
            workload.register("UP", ",\"weight\":1");
            workloads.computeIfAbsent(service, _ -> new ArrayList<>()).add(workload);
            ending.add(workload::close);
        }
    }

    /** Returns the workloads of a Service. */
    List<Workload> of(String service) {
        return workloads.getOrDefault(service, List.of());
    }

    /** Lets users come to a Service in idc-a, to the end. */
    private void come(String service) {
        Awaitility.await(service + " is served").until(() -> fleet.user("idc-a", service + ".example").get("/").ok());
        ending.add(users("idc-a", service)::close);
    }

    private Users users(String idc, String service) {
        return Users.come(fleet.user(idc, service + ".example"), PER_SECOND);
    }

    /** Users of both IDCs come to a Service as long as it lasts. */
    Disaster users(String name, String service, Alarm... alarms) {
        List<Users> here = new ArrayList<>();
        return Disaster.of(name, () -> {
            here.add(users("idc-a", service));
            here.add(users("idc-b", service));
        }, () -> here.forEach(Users::close), alarms);
    }

    /** Says what {@code tight} can carry in both IDCs. */
    void carries(int perWeight) throws IOException {
        for (String idc : List.of("idc-a", "idc-b")) {
            fleet.api(idc).write("services/tight", SERVICE.formatted("tight",
                    ",\"drGroup\":\"core\",\"policy\":{\"capacityPerWeight\":" + perWeight + "}"));
        }
    }

    /** Changes something that every gateway of idc-a is told of. */
    void touch() throws IOException {
        fleet.api("idc-a").write("services/lonely",
                SERVICE.formatted("lonely", ",\"policy\":{\"timeout\":\"" + ++touched + "s\"}"));
    }

    /** Writes so many entries into the folder, and one more that no control plane takes. */
    void entries(int many, boolean wrong) throws IOException {
        String entries = IntStream.range(0, many).mapToObj(number -> entry("vm-" + number, "idc-a-primary"))
                .collect(Collectors.joining("---\n"));
        Files.writeString(vms, wrong ? entries + "---\n" + entry("vm-wrong", "nowhere") : entries);
    }

    private static String entry(String name, String cluster) {
        return """
                apiVersion: spillway.io/v1
                kind: WorkloadEntry
                metadata: {name: %s}
                spec: {service: racks, group: default, cluster: %s, address: 127.0.0.1, port: 9}
                """.formatted(name, cluster);
    }

    /** Starts registry-sync of idc-a again with a source. */
    private void readFolder() throws IOException, InterruptedException {
        entries(ENTRIES, false);
        Path file = fleet.data("idc-a", "sync-1").resolve("../../registry-sync.yaml").normalize();
        String before = Files.readString(file);
        ending.add(() -> Files.writeString(file, before));
        Files.writeString(file, before + """
                api: {addresses: ["%s"]}
                sources:
                  vms: {kind: file, folder: %s, settle: 200ms, poll: 200ms, confirmAfter: 1h}
                """.formatted(fleet.api("idc-a").address(), vms.getParent()));
        fleet.kill("idc-a/registry-sync");
        fleet.start("idc-a/registry-sync");
        Awaitility.await("the folder is read").untilAsserted(
                () -> assertThat(fleet.api("idc-a").names("workloads")).contains("vm-" + (ENTRIES - 1)));
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : ending.reversed()) {
            one.close();
        }
    }
}
