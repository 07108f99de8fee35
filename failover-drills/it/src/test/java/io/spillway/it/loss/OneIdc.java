package io.spillway.it.loss;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import io.spillway.it.fleet.Component;
import io.spillway.it.fleet.Idc;
import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.fleet.SampleService;
import io.spillway.it.fleet.Tool;

import static org.awaitility.Awaitility.await;

/** One IDC and its gateway, through which users ask for {@code orders}. */
final class OneIdc implements AutoCloseable {

    private static final String CONNECTED = "spillway_gateway_control_connected";

    private final SampleService orders;
    private final Idc idc;
    private final Component gateway;
    private final String entrance = "127.0.0.1:" + Tool.freePort();

    /** Starts all of it and waits until users are served. */
    OneIdc(Path folder) throws IOException {
        String crossing = "127.0.0.1:" + Tool.freePort();
        orders = SampleService.start("idc-a");
        idc = Idc.start("idc-a", folder, Map.of("idc-a", crossing), orders.port());
        gateway = idc.startGateway(idc.ads(), entrance, crossing);
        gateway.awaitReady();
        await().atMost(Duration.ofSeconds(30)).until(() -> status() == 200 && connected());
    }

    Idc idc() {
        return idc;
    }

    /** Returns what a user gets. */
    int status() {
        return PlainHttp.get(entrance, Idc.HOST, "/").status();
    }

    /** Returns whether the gateway says that it has a control plane. */
    boolean connected() {
        return metric(CONNECTED) == 1;
    }

    /** Returns what the gateway measures. */
    double metric(String name) {
        return PlainHttp.get(gateway.address("admin"), "localhost", "/metrics").body().lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst().orElseThrow(() -> new AssertionError("no metric " + name));
    }

    @Override
    public void close() {
        gateway.close();
        idc.close();
        orders.close();
    }
}
