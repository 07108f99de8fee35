package io.spillway.it.drills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.spillway.it.fleet.PlainHttp;
import io.spillway.it.harness.User;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/** The topology two-idc as {@code spillway up} keeps it, with its lines through Toxiproxy: it outlives the drills on it. */
final class ApartFleet implements AutoCloseable {

    /** Configuration of the product. */
    static final Path CONFIG = Path.of(System.getProperty("spillway.root", "../.."), "config").toAbsolutePath()
            .normalize();
    /** How long a fleet or a drill may take to begin. */
    static final Duration START = Duration.ofMinutes(2);
    private static final int BLOCK = 100;
    private static final int TOXIPROXY = 45;
    private static final int ENTRANCE_LINKS = 62;
    private static final int ENTRANCES = 10;
    private static final int ORDERS = 52;

    private final Path folder;
    private final Verb up;
    private final int base;
    private final boolean byLink;

    private ApartFleet(Path folder, Verb up, int base, boolean byLink) {
        this.byLink = byLink;
        this.folder = folder;
        this.up = up;
        this.base = base;
    }

    /** Starts one whose lines are led through Toxiproxy, and waits until it serves. */
    static ApartFleet start(Path folder, String lines) throws IOException {
        Path fleet = folder.resolve("fleet");
        Verb up = Verb.start(folder.resolve("up"), "up", topology(), "--run-dir", fleet.toString(), "--lines",
                lines);
        try {
            Awaitility.await("the fleet runs").atMost(START).until(() -> up.said().contains("entrances"));
            Properties properties = new Properties();
            try (var in = Files.newBufferedReader(fleet.resolve("fleet.properties"))) {
                properties.load(in);
            }
            ApartFleet started = new ApartFleet(folder, up, Integer.parseInt(properties.getProperty("base", "")),
                    lines.contains("entrance"));
            started.awaitWhole(START);
            return started;
        } catch (IOException | RuntimeException | AssertionError e) {
            up.close();
            throw e;
        }
    }

    static String topology() {
        return CONFIG.resolve("topologies/two-idc.yaml").toString();
    }

    /** Begins to play a drill on it; {@code TOPOLOGY} in its text stands for the topology. */
    Verb play(String name, String drill) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), drill.replace("TOPOLOGY", topology()));
        return Verb.start(folder.resolve(name), "drill", "run", file.toString(), "--fleet",
                folder.resolve("fleet").toString(), "--report", folder.resolve("report-" + name).toString());
    }

    /** Cleans up after drills that are gone, and returns what was said about it. */
    String cleanup() throws IOException, InterruptedException {
        try (Verb verb = Verb.start(folder.resolve("cleanup"), "drill", "cleanup", "--run-dir",
                folder.resolve("fleet").toString())) {
            assertThat(verb.exit()).as(verb.said()).isZero();
            return verb.said();
        }
    }

    /** Waits until all four gateways serve their users at home, and no trace of a fault is left. */
    void awaitWhole(Duration within) {
        Awaitility.await("all is whole").atMost(within).pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
            for (int idc = 0; idc < 2; idc++) {
                String home = idc == 0 ? "idc-a" : "idc-b";
                for (int gateway = 0; gateway < 2; gateway++) {
                    User user = user(idc, gateway);
                    assertThat(IntStream.range(0, 8).mapToObj(_ -> user.get("/")).toList())
                            .allMatch(seen -> seen.by(home), "served by " + home);
                }
            }
            assertThat(toxiproxy()).doesNotContain("\"type\"", "\"enabled\":false");
            assertThat(PlainHttp.get("127.0.0.1:" + base, "x", "/v1/routes").body()).doesNotContain("drill-");
            assertThat(instance()).as("an instance of orders in idc-a").isEqualTo(200);
        });
    }

    /** Returns what the first instance of orders in idc-a answers now; 0 when it does not. */
    int instance() {
        return PlainHttp.get("127.0.0.1:" + (base + ORDERS), "x", "/").status();
    }

    /** Returns what Toxiproxy says of its proxies. */
    String toxiproxy() {
        return PlainHttp.get("127.0.0.1:" + (base + TOXIPROXY), "x", "/proxies").body();
    }

    /** Returns somebody who wants orders and comes in at a gateway, by the line that a drill can break where there is one. */
    User user(int idc, int gateway) {
        return new User(new InetSocketAddress(InetAddress.getLoopbackAddress(),
                base + idc * BLOCK + (byLink ? ENTRANCE_LINKS + gateway : ENTRANCES * (gateway + 1))),
                "orders.example");
    }

    /** Returns the journals of fault keepers that are left. */
    List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("fleet"))) {
            return files.filter(file -> file.toString().endsWith(".journal")).toList();
        }
    }

    @Override
    public void close() {
        up.close();
    }
}
