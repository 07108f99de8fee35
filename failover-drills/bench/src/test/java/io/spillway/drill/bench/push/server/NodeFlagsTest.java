package io.spillway.drill.bench.push.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A bench that gave its control node other flags than the launcher gives would measure something nobody runs. */
class NodeFlagsTest {

    private static final Path LAUNCHER = Path.of("../../spillway");

    @Test
    void areThoseThatTheLauncherGivesAControlNode() throws IOException {
        List<String> launcher = Files.readAllLines(LAUNCHER);
        int begin = launcher.indexOf("    idc-control)");
        String block = String.join("\n", launcher.subList(begin, begin + 10)).split(";;", 2)[0];
        assertThat(begin).as("the launcher's case of idc-control").isPositive();
        for (String flag : NodeFlags.of(1)) {
            assertThat(block).contains(flag.startsWith("-Xmx") ? "-Xmx$heap" : flag);
        }
        long told = Pattern.compile("[ (]\"?-X").matcher(block).results().count();
        assertThat(told).as("flags in %s", block).isEqualTo(6); // the collector, four, huge pages
    }
}
