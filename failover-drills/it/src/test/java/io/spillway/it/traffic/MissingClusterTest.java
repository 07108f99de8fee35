package io.spillway.it.traffic;

import io.spillway.it.harness.Api;
import io.spillway.it.harness.Command;
import io.spillway.it.harness.FleetShape;
import io.spillway.it.harness.RunningFleet;
import io.spillway.it.harness.Seen;
import io.spillway.it.harness.TestFleet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** A route names something that does not exist (yet): xDS takes it, and so does Spillway. */
@Tag("real")
class MissingClusterTest {

    private static final String PROBLEM = "cluster absent/default does not exist: requests get 503 no_cluster";

    @RegisterExtension
    static final TestFleet FLEET = TestFleet.of(FleetShape.PLAIN);

    @Test
    void isAnsweredWith503AndNamedByStatus() throws Exception {
        RunningFleet fleet = FLEET.get();
        Api api = fleet.api("idc-a");
        try {
            long revision = api.write("routes/dangling", """
                    {"apiVersion":"spillway.io/v1","kind":"Route","metadata":{"name":"dangling"},
                     "spec":{"hosts":["dangling.example"],"matches":[{"path":{"prefix":"/"}}],
                             "groups":[{"service":"absent","group":"default","weight":100}]}}
                    """);
            Awaitility.await().until(() -> api.delivered(revision));

            Seen seen = fleet.user("idc-a", "dangling.example").get("/");
            assertThat(seen.status()).isEqualTo(503);
            assertThat(seen.refused()).isEqualTo("no_cluster");
            assertThat(fleet.user("idc-a").get("/").ok()).as("others go on").isTrue();

            Command.Done check = Command.spillway("status", "--check", "--server", api.address());
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.output()).contains("routes/dangling").contains(PROBLEM);
        } finally {
            api.delete("routes/dangling");
        }
    }
}
