package io.spillway.drill.verb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.spillway.drill.fleet.Home;
import io.spillway.drill.plan.PlanException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a drill with {@code --netns} takes, and how it gets where it is to be. */
class HubTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void becomesItselfInsideByTheSameWordsAndWithTheSameId() {
        byte[] commandLine = "java\0-Xmx1g\0-cp\0a b.jar\0Main\0drill\0run\0\0--netns\0"
                .getBytes(StandardCharsets.UTF_8);

        assertThat(Hub.command(List.of("unshare", "--net", "--"), 42, commandLine)).startsWith("unshare", "--net", "--",
                "env", "SPILLWAY_NETNS_ENTERED=42").endsWith("-Xmx1g", "-cp", "a b.jar", "Main", "drill", "run", "",
                        "--netns");
    }

    @Test
    void namesAllThatIsMissing() {
        assertThat(Hub.missing(1000, folder.toString())).hasSize(6).anyMatch(each -> each.contains("user id 1000"))
                .anyMatch(each -> each.startsWith("tc ") && each.contains("iproute2"))
                .anyMatch(each -> each.startsWith("nsenter ") && each.contains("util-linux"));
        assertThat(Hub.missing(0, folder.toString())).hasSize(5);
    }

    @Test
    void aDrillThatBreaksTheNetworkIsRefusedWithoutNamespaces() throws Exception {
        Path drill = Files.writeString(folder.resolve("drill.yaml"), """
                apiVersion: spillway.io/v1
                kind: Drill
                metadata: {name: bad-network}
                spec:
                  topology: two-idc
                  steps:
                    - phase: bad
                    - network: {idc: idc-b, drop: true}
                      event: silence
                """);

        assertThatThrownBy(() -> Planned.read(new Home(folder), drill.toString(), new DrillOptions()))
                .isInstanceOf(PlanException.class).hasMessageContaining("silence").hasMessageContaining("--netns");
    }
}
