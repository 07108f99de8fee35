package io.spillway.drill.run;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.net.httpserver.HttpServer;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.LoadSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator does while a drill runs, and what the drill leaves behind. */
class SafetyWatchTest {

    private static final DrillPlan PLAN = new DrillPlan("d", "t", "two-idc",
            new LoadSpec(List.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO,
                    Duration.ZERO),
            null, List.of(), List.of(), List.of(), List.of());

    @TempDir
    private Path folder = Path.of("");
    private final HttpServer server;
    private final AtomicLong nanos = new AtomicLong();
    private final Brake brake = new Brake();
    private volatile String switchOvers = "";
    private volatile String services = "";

    SafetyWatchTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    }

    @BeforeEach
    void serve() {
        server.createContext("/v1/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String items = path.endsWith("switchovers") ? switchOvers : path.endsWith("services") ? services : "";
            byte[] body = ("{\"items\":[" + items + "]}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (exchange; OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void anOperatorsSwitchOverPreEmptsTheDrill() throws Exception {
        try (Fleet fleet = fleet(); ControlApi api = api()) {
            SafetyWatch watch = begun(fleet, api);
            switchOvers = switchOver("mine", "DRILL", "SHIFTING") + "," + switchOver("planned", "MANUAL", "READY");
            watch.look(brake);
            assertThat(brake.reason()).as("its own, and one that does not move anything").isNull();

            switchOvers = switchOver("mine", "DRILL", "ROLLING_BACK") + ","
                    + switchOver("planned", "MANUAL", "SHIFTING");
            watch.look(brake);
            assertThat(brake.reason()).contains("pre-empted", "planned", "idc-a");
        }
    }

    @Test
    void whatWasOverBeforeTheDrillBeganDoesNotMatter() throws Exception {
        switchOvers = switchOver("yesterday", "MANUAL", "COMPLETED");
        try (Fleet fleet = fleet(); ControlApi api = api()) {
            SafetyWatch watch = begun(fleet, api);
            watch.look(brake);
            assertThat(brake.reason()).isNull();
        }
    }

    @Test
    void aConfigurationThatStaysChangedIsNamedAfterAWhile() throws Exception {
        services = service("orders.example");
        try (Fleet fleet = fleet(); ControlApi api = api()) {
            SafetyWatch watch = begun(fleet, api);
            services = service("changed.example");
            assertThat(watch.end(millis -> nanos.addAndGet(millis * 1_000_000))).singleElement().asString()
                    .contains("idc-a services/orders", "orders.example", "changed.example");
        }
    }

    @Test
    void aConfigurationThatComesBackInTimeIsTheSame() throws Exception {
        services = service("orders.example");
        try (Fleet fleet = fleet(); ControlApi api = api()) {
            SafetyWatch watch = begun(fleet, api);
            services = service("changed.example");
            assertThat(watch.end(millis -> {
                nanos.addAndGet(millis * 1_000_000);
                services = service("orders.example");
            })).isEmpty();
        }
    }

    private SafetyWatch begun(Fleet fleet, ControlApi api) throws Exception {
        SafetyWatch watch = new SafetyWatch(PLAN, fleet, Map.of("idc-a", api),
                new RunClock(nanos::get, () -> Instant.EPOCH));
        watch.look(brake);
        watch.begin();
        return watch;
    }

    private Fleet fleet() {
        return new Fleet(List.of(), folder, nanos::get, Pause.real());
    }

    private ControlApi api() {
        return new ControlApi(List.of("127.0.0.1:" + server.getAddress().getPort()));
    }

    private static String switchOver(String name, String origin, String state) {
        return "{\"metadata\":{\"name\":\"" + name + "\"},\"status\":{\"origin\":\"" + origin + "\",\"state\":\"" + state
                + "\"}}";
    }

    private static String service(String host) {
        return "{\"metadata\":{\"name\":\"orders\",\"revision\":7},\"spec\":{\"hosts\":[\"" + host + "\"]}}";
    }
}
