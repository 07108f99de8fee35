package io.spillway.it.link;

import java.io.IOException;
import java.time.Duration;

import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.User;
import io.spillway.it.harness.Workload;
import org.awaitility.Awaitility;

/** A service whose only workload is in idc-b, so that every user of idc-a has to cross. */
final class FarService implements AutoCloseable {

    private final RunningFleet fleet;
    private final String name;
    private final Workload workload;

    private FarService(RunningFleet fleet, String name) {
        this.fleet = fleet;
        this.name = name;
        this.workload = new Workload(name + "-1", name, "idc-b", fleet.api("idc-b"));
    }

    /** Declares it in both IDCs and waits for nothing. */
    static FarService declare(RunningFleet fleet, String name) throws IOException {
        FarService far = new FarService(fleet, name);
        for (String idc : new String[]{"idc-a", "idc-b"}) {
            fleet.api(idc).write("services/" + name, """
                    {"apiVersion":"spillway.io/v1","kind":"Service","metadata":{"name":"%1$s"},
                     "spec":{"hosts":["%1$s.example"],"drGroup":"core","policy":{"timeout":"5s"}}}
                    """.formatted(name));
        }
        far.workload.live().register("UP");
        return far;
    }

    /** Waits until a user of idc-a is served. */
    FarService awaitServed() {
        Awaitility.await(name + " is served").atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(100))
                .until(() -> user().get("/").by("idc-b"));
        return this;
    }

    User user() {
        return fleet.user("idc-a", name + ".example");
    }

    Workload workload() {
        return workload;
    }

    @Override
    public void close() throws IOException {
        workload.close();
        for (String idc : new String[]{"idc-a", "idc-b"}) {
            fleet.api(idc).delete("services/" + name);
        }
    }
}
