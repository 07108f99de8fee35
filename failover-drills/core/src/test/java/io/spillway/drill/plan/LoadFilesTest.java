package io.spillway.drill.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.spillway.drill.load.Protocol;
import io.spillway.drill.load.ReplayedLog;
import io.spillway.drill.load.Shape;
import io.spillway.drill.load.UserGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Who sends what, as it stands in drill files. */
class LoadFilesTest {

    @TempDir
    private Path folder = Path.of("");

    private DrillPlan drill(String load) throws IOException, PlanException {
        Path file = Files.writeString(folder.resolve("drill.yaml"), """
                apiVersion: spillway.io/v1
                kind: Drill
                metadata: {name: shapes}
                spec:
                  topology: two-idc
                  load:
                """ + load.indent(4) + """
                  steadyState: {hold: 2s, within: 60s}
                  steps:
                    - phase: steady
                """);
        return PlanFiles.drill(file);
    }

    @Test
    void groupsHaveShapesProtocolsAndAControlGroup() throws Exception {
        LoadSpec load = drill(
                """
                        users:
                          - {name: plain, home: idc-a, rps: 100, services: [orders]}
                          - {name: rising, home: idc-a, rps: 100, services: [orders], protocol: http2, shape: {ramp: {to: 300, over: 20s}}}
                          - {name: stairs, home: idc-a, rps: 100, services: [orders], protocol: grpc, shape: {steps: [{rps: 200, for: 10s}, {rps: 300, for: 5s}]}}
                          - {name: waves, home: idc-b, rps: 100, services: [inventory], shape: {sine: {amplitude: 50, period: 30s}}, control: true}
                        control: {successAtLeast: 99.5, p99: 80ms}
                        replay: {file: access.log, speed: 2}
                        """)
                .load();
        assertThat(load.users()).extracting(UserGroup::shape).containsExactly(new Shape.Constant(),
                new Shape.Ramp(300, Duration.ofSeconds(20)),
                new Shape.Stairs(List.of(new Shape.Stair(200, Duration.ofSeconds(10)),
                        new Shape.Stair(300, Duration.ofSeconds(5)))),
                new Shape.Sine(50, Duration.ofSeconds(30)));
        assertThat(load.users()).extracting(UserGroup::protocol).containsExactly(Protocol.HTTP1, Protocol.HTTP2,
                Protocol.GRPC, Protocol.HTTP1);
        assertThat(load.users()).extracting(UserGroup::control).containsExactly(false, false, false, true);
        assertThat(load.control()).isEqualTo(new LoadSpec.ControlLimit(99.5, Duration.ofMillis(80)));
        assertThat(load.replay()).isEqualTo(new ReplayedLog(Path.of("access.log"), 2));
    }

    @Test
    void anotherTotalScalesTheShapesToo() throws Exception {
        LoadSpec load = drill("""
                users:
                  - {name: rising, home: idc-a, rps: 100, services: [orders], shape: {ramp: {to: 300, over: 20s}}}
                """).load().withRps(50);
        assertThat(load.users().getFirst().rps()).isEqualTo(50);
        assertThat(load.users().getFirst().shape()).isEqualTo(new Shape.Ramp(150, Duration.ofSeconds(20)));
    }

    @Test
    void aReplayAloneIsALoad() throws Exception {
        LoadSpec load = drill("replay: {file: access.log}").load();
        assertThat(load.isEmpty()).isFalse();
        assertThat(load.replay()).isEqualTo(new ReplayedLog(Path.of("access.log"), 1));
    }

    @Test
    void namesEverythingThatIsWrongWithALoad() {
        assertThatThrownBy(() -> drill(
                """
                        users:
                          - {name: a, home: idc-a, rps: 100, services: [orders], shape: {ramp: {to: 300, over: 0s}}}
                          - {name: a, home: idc-a, rps: 100, services: [orders], shape: {}}
                          - {name: replay, home: idc-a, rps: 10, services: [orders], shape: {sine: {amplitude: 50, period: 30s}}}
                        replay: {file: access.log, speed: 0}
                        control: {successAtLeast: 99}
                        """))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("/over: 0s (expected: more than nothing)")
                .hasMessageContaining("exactly one of ramp, steps, sine")
                .hasMessageContaining("amplitude: 50.0 (expected: at most rps, 10.0)")
                .hasMessageContaining("/speed: ")
                .hasMessageContaining("a group of users with control: true, or nothing here")
                .hasMessageContaining("groups with different names");
        assertThatThrownBy(() -> drill("""
                users:
                  - {name: calls, home: idc-a, rps: 100, postPercent: 20, services: [items], protocol: grpc}
                """)).hasMessageContaining("postPercent: ")
                .hasMessageContaining("nothing here with protocol: grpc, whose calls are POSTs");
        assertThatThrownBy(() -> drill("""
                users:
                  - {name: a, home: idc-a, rps: 100, services: [orders], control: true}
                """)).hasMessageContaining("at least one group that faults may touch");
    }
}
