package io.spillway.it.fleet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * idc-a and idc-b, each with a control plane, an instance of {@code orders} and what a test adds, and no gateway yet; idc-a
 * subscribes to what idc-b exports.
 */
public final class TwoIdcs implements AutoCloseable {

    private static final String ORDERS = "@orders";

    private final Map<String, String> crossings;
    private final SampleService ordersA;
    private final SampleService ordersB;
    private final Idc a;
    private final Idc b;
    private final Component sync;

    private TwoIdcs(Path folder, Map<String, String> crossings, boolean plaintext, String moreOfA, String moreOfB)
            throws IOException {
        this.crossings = crossings;
        this.ordersA = SampleService.start("idc-a");
        this.ordersB = SampleService.start("idc-b");
        this.a = Idc.start("idc-a", folder.resolve("a"), crossings, ordersA.port(),
                new Idc.Shape(Idc.Shape.USUAL.registry(), plaintext),
                moreOfA.replace(ORDERS, Integer.toString(ordersA.port())));
        this.b = Idc.start("idc-b", folder.resolve("b"), crossings, ordersB.port(),
                new Idc.Shape(Idc.Shape.USUAL.registry(), plaintext),
                moreOfB.replace(ORDERS, Integer.toString(ordersB.port())));
        this.sync = a.startSync(b);
    }

    /** Starts them with more resources, as YAML, in which {@code @orders} stands for the port of the IDC's own instance. */
    public static TwoIdcs start(Path folder, String moreOfA, String moreOfB) throws IOException {
        return new TwoIdcs(folder, crossings(), false, moreOfA, moreOfB);
    }

    /** Starts them without TLS between them. */
    public static TwoIdcs startInTheClear(Path folder, String moreOfA, String moreOfB) throws IOException {
        return new TwoIdcs(folder, crossings(), true, moreOfA, moreOfB);
    }

    private static Map<String, String> crossings() {
        Map<String, String> crossings = new TreeMap<>();
        crossings.put("idc-a", "127.0.0.1:" + Tool.freePort());
        crossings.put("idc-b", "127.0.0.1:" + Tool.freePort());
        return crossings;
    }

    /** Returns idc-a, the one that users come to. */
    public Idc a() {
        return a;
    }

    /** Returns idc-b, the one that stands in. */
    public Idc b() {
        return b;
    }

    /** Returns the instance of orders in idc-a. */
    public SampleService ordersA() {
        return ordersA;
    }

    /** Returns the instance of orders in idc-b. */
    public SampleService ordersB() {
        return ordersB;
    }

    /** Returns where the gateway of an IDC is to let others in. */
    public String crossing(String idc) {
        return crossings.getOrDefault(idc, "");
    }

    /** Waits until idc-a knows that idc-b has these services. */
    public void awaitImported(String... services) {
        sync.awaitReady();
        await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(
                PlainHttp.get(a.control().address("api"), "localhost", "/v1/imports").body()).contains("127.0.0.1")
                .contains(services));
    }

    @Override
    public void close() {
        sync.close();
        b.close();
        a.close();
        ordersB.close();
        ordersA.close();
    }
}
