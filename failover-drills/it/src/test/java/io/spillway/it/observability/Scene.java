package io.spillway.it.observability;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.drill.fleet.RegistryChoice;
import io.spillway.it.harness.Api;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.Json;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Shift;
import io.spillway.it.harness.Users;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fleet that is watched, with users in both IDCs: some of {@code orders} cross, and {@code shaky} has one workload in idc-a
 * and nobody who stands in for it.
 */
final class Scene implements Closeable {

    /** Two IDCs on etcds of their own with two gateways each, the first with two control nodes. */
    static final FleetShape SHAPE = new FleetShape("watched", 2, 2, 2, RegistryChoice.ETCD, true);

    private static final int PER_SECOND = 20;
    private static final Duration SOON = Duration.ofSeconds(30);
    /** A switch-over waits for half a minute before it pauses. */
    private static final Duration PAUSED = Duration.ofSeconds(90);

    private final RunningFleet fleet;
    private final Watch watch;
    private final Workload shaky;
    private final List<Closeable> ending = new ArrayList<>();
    private @Nullable Shift crossing;

    private Scene(RunningFleet fleet, Watch watch) {
        this.fleet = fleet;
        this.watch = watch;
        this.shaky = new Workload("shaky-1", "shaky", "idc-a", fleet.api("idc-a"));
    }

    static Scene open(RunningFleet fleet, Path folder) throws IOException, InterruptedException {
        Scene scene = new Scene(fleet, Watch.start(folder, fleet.targets()));
        try {
            scene.begin();
        } catch (IOException | RuntimeException | AssertionError e) {
            scene.close();
            throw e;
        }
        return scene;
    }

    private void begin() throws IOException {
        ending.add(watch::close);
        Api api = fleet.api("idc-a");
        api.write("services/shaky", """
                {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"shaky"},
                 "spec":{"hosts":["shaky.example"]}}
                """);
        ending.add(() -> api.delete("services/shaky"));
        ending.add(shaky::close);
        shaky.live().register("UP");
        ending.add(this::stopCrossing);
        startCrossing();
        Awaitility.await("shaky is served").atMost(SOON)
                .until(() -> fleet.user("idc-a", "shaky.example").get("/").ok());
        for (String idc : List.of("idc-a", "idc-b")) {
            ending.add(Users.come(fleet.user(idc), PER_SECOND)::close);
        }
        ending.add(Users.come(fleet.user("idc-a", "shaky.example"), PER_SECOND)::close);
    }

    Watch watch() {
        return watch;
    }

    RunningFleet fleet() {
        return fleet;
    }

    Workload shaky() {
        return shaky;
    }

    private void startCrossing() throws IOException {
        crossing = Shift.of(fleet.api("idc-a"), "orders", 80, 20).awaitDelivered();
    }

    private void stopCrossing() throws IOException {
        if (crossing != null) {
            crossing.close();
            crossing = null;
        }
    }

    /** Moves the DrGroup to idc-b by a switch-over, and back. */
    void moveThereAndBack(String id) throws IOException {
        stopCrossing();
        post("switchovers", """
                {"name":"%s","spec":{"scope":{"drGroups":["core"]},"from":"idc-a","to":"idc-b","steps":[50,100],
                 "soak":"2s","gates":{"p99":1000},"reason":"test"}}
                """.formatted(id));
        awaitState(id, "READY");
        post("switchovers/" + id + "/start", "{}");
        awaitState(id, "COMPLETED");
        post("switchovers/" + id + "/rollback", "{}");
        awaitState(id, "ROLLED_BACK");
        startCrossing();
    }

    /** Begins one of which idc-b cannot hear, and waits until it pauses: after half a minute. */
    void beginUnheard(String id) throws IOException {
        stopCrossing();
        post("switchovers", """
                {"name":"%s","spec":{"scope":{"drGroups":["core"]},"from":"idc-a","to":"idc-b","steps":[100],
                 "soak":"0s","gates":{"p99":1000},"reason":"test"}}
                """.formatted(id));
        awaitState(id, "READY");
        fleet.links().cutSyncTo("idc-b");
        post("switchovers/" + id + "/start", "{}");
        awaitState(id, "PAUSED");
    }

    /** Lets idc-b hear again, and takes it back. */
    void endUnheard(String id) throws IOException {
        fleet.links().heal();
        fleet.awaitPeers();
        post("switchovers/" + id + "/rollback", "{\"accept\":true}");
        awaitState(id, "ROLLED_BACK");
    }

    private void post(String path, String body) throws IOException {
        Api.Reply reply = fleet.api("idc-a").post(path, body);
        assertThat(reply.status()).as(reply.text()).isLessThan(300);
    }

    private void awaitState(String id, String state) {
        Awaitility.await(id + " is " + state).atMost(PAUSED).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            Json status = fleet.api("idc-a").read("switchovers/" + id).at("status");
            assertThat(status.at("state").text()).as("%s", status).isEqualTo(state);
        });
    }

    /** A process is killed, and started again. */
    Disaster killed(String process, Alarm... alarms) {
        return Disaster.of(process + " is killed", () -> fleet.kill(process), () -> fleet.start(process), alarms);
    }

    /** Waits until no other panel is without data than these, as "file: title"; returns those that are. */
    Set<String> awaitPanels(Set<String> mayBeEmpty) {
        Set<String> empty = new TreeSet<>();
        Awaitility.await("every other panel has data").atMost(SOON).pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    empty.clear();
                    empty.addAll(emptyPanels());
                    assertThat(empty).isSubsetOf(mayBeEmpty);
                });
        return empty;
    }

    private Set<String> emptyPanels() throws IOException, InterruptedException {
        Set<String> empty = new TreeSet<>();
        for (Dashboards.Query query : Dashboards.queries()) {
            if (watch.series(query.promQl()) == 0) {
                empty.add(query.dashboard() + ": " + query.panel());
            }
        }
        return empty;
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : ending.reversed()) {
            one.close();
        }
    }
}
