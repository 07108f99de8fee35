package io.spillway.it.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import eu.rekawek.toxiproxy.Proxy;
import eu.rekawek.toxiproxy.ToxiproxyClient;
import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.toxiproxy.ToxiproxyContainer;

/**
 * Toxiproxy between two IDCs, in a container that uses the machine's network. In front of each IDC stand its sync link
 * (the ADS address that the other IDC's registry-sync uses) and its crossing link (the gateway addresses that it
 * declares). A disaster is done to all four: that is what happens to a line between two houses.
 */
public final class Links implements AutoCloseable {

    private final ToxiproxyContainer container;
    private final ToxiproxyClient client;
    private final List<Proxy> proxies = new ArrayList<>();

    private Links(ToxiproxyContainer container, int port) {
        this.container = container;
        this.client = new ToxiproxyClient("127.0.0.1", port);
    }

    /** Starts a Toxiproxy that is told what to do on this port. */
    static Links start(int port) {
        ToxiproxyContainer container = new ToxiproxyContainer("ghcr.io/shopify/toxiproxy:2.12.0");
        container.withNetworkMode("host")
                .withCommand("-host=127.0.0.1", "-port=" + port)
                .withImagePullPolicy(_ -> false)
                .waitingFor(Wait.forLogMessage(".*Starting Toxiproxy HTTP server.*", 1));
        container.setExposedPorts(List.of());
        container.start();
        return new Links(container, port);
    }

    /** Puts a link in front of an address. */
    void add(String name, int listen, int upstream) throws IOException {
        proxies.add(client.createProxy(name, "127.0.0.1:" + listen, "127.0.0.1:" + upstream));
    }

    /** Breaks all connections and refuses new ones. */
    public void cut() throws IOException {
        cut("");
    }

    /** Does so to the links by which the IDCs tell each other what they have, and lets requests through. */
    public void cutSync() throws IOException {
        cut("sync-");
    }

    /** Does so to the link by which one IDC hears of the other; the other still hears of it. */
    public void cutSyncTo(String idc) throws IOException {
        for (Proxy proxy : proxies) {
            if (proxy.getName().startsWith("sync-") && !proxy.getName().equals("sync-" + idc)) {
                proxy.disable();
            }
        }
    }

    /** Does so to the links that requests take, and lets the IDCs tell each other what they have. */
    public void cutCrossings() throws IOException {
        cut("crossing-");
    }

    private void cut(String kind) throws IOException {
        for (Proxy proxy : proxies) {
            if (proxy.getName().startsWith(kind)) {
                proxy.disable();
            }
        }
    }

    /** Takes everything and lets nothing through, in both directions. */
    public void swallow() throws IOException {
        for (Proxy proxy : proxies) {
            proxy.toxics().timeout("swallow-up", ToxicDirection.UPSTREAM, 0);
            proxy.toxics().timeout("swallow-down", ToxicDirection.DOWNSTREAM, 0);
        }
    }

    /** Delays everything that comes back. */
    public void delay(long millis) throws IOException {
        for (Proxy proxy : proxies) {
            proxy.toxics().latency("delay", ToxicDirection.DOWNSTREAM, millis);
        }
    }

    /** Resets every connection as soon as something comes back on it. */
    public void reset() throws IOException {
        for (Proxy proxy : proxies) {
            proxy.toxics().resetPeer("reset", ToxicDirection.DOWNSTREAM, 0);
        }
    }

    /** Lets only so much through on each connection, in each direction. */
    public void narrow(long kibPerSecond) throws IOException {
        for (Proxy proxy : proxies) {
            proxy.toxics().bandwidth("narrow-up", ToxicDirection.UPSTREAM, kibPerSecond);
            proxy.toxics().bandwidth("narrow-down", ToxicDirection.DOWNSTREAM, kibPerSecond);
        }
    }

    /** Makes the links good again. */
    public void heal() throws IOException {
        for (Proxy proxy : proxies) {
            for (Toxic toxic : proxy.toxics().getAll()) {
                toxic.remove();
            }
            proxy.enable();
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
