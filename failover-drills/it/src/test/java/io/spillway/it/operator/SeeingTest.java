package io.spillway.it.operator;

import java.nio.file.Files;
import java.nio.file.Path;

import io.spillway.it.harness.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator sees of a change on the command line: who made it, and what is wrong with it. */
@Tag("slow")
class SeeingTest {

    @TempDir
    Path folder;

    @Test
    void aRouteToNowhereIsInTheHistoryAndFoundByTheInspection() throws Exception {
        try (ControlRoom room = ControlRoom.open()) {
            String server = room.api().address();
            Command.Done before = Command.spillway("status", "--check", "--server", server + "," + server);
            assertThat(before.output()).contains("WARNING services/orders: drGroup core counts on idc-b",
                    "[drgroup-without-import]", "WARNING peer idc-b: was never heard", "  do:  Start registry-sync")
                    .doesNotContain("ERROR", "unequal-versions", "clocks-apart");
            assertThat(before.exitCode()).as("warnings alone do not fail").isZero();

            Path file = Files.writeString(folder.resolve("route.yaml"), """
                    apiVersion: spillway.io/v1
                    kind: Route
                    metadata: {name: dangling}
                    spec:
                      hosts: [dangling.example]
                      matches: [{path: {prefix: /}}]
                      groups: [{service: absent, group: default, weight: 100}]
                    """);
            assertThat(Command.spillway("apply", "-f", file.toString(), "--server", server).exitCode()).isZero();
            Command.Done history = Command.spillway("history", "-n", "1", "--server", server);
            assertThat(history.exitCode()).isZero();
            assertThat(history.output()).contains("routes/dangling created", System.getProperty("user.name") + "@");

            Command.Done check = Command.spillway("status", "--check", "-o", "json", "--server", server);
            assertThat(check.exitCode()).isEqualTo(1);
            assertThat(check.output()).contains("\"ok\": false", "\"rule\": \"route-to-nowhere\"",
                    "\"object\": \"routes/dangling\"", "\"severity\": \"ERROR\"");
        }
    }
}
