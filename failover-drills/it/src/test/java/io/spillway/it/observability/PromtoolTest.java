package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.spillway.it.docs.Checkout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Prometheus' own tool reads what is written for Prometheus. */
@Tag("real")
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class PromtoolTest {

    @TempDir
    private Path folder;

    @Test
    void everyQueryOfEveryPanelParses() throws Exception {
        List<Dashboards.Query> queries = Dashboards.queries();
        assertThat(queries).hasSizeGreaterThan(150);
        Checked checked = check("rules", rules(queries.stream().map(Dashboards.Query::promQl).toList()));
        assertThat(checked.code()).as(checked.said()).isZero();
        assertThat(checked.said()).contains(queries.size() + " rules found");
    }

    @Test
    void aQueryThatDoesNotParseIsFound() throws Exception {
        assertThat(check("rules", rules(List.of("sum by (idc) (up", "up"))).code()).isNotZero();
    }

    /** Writes a rule for each query; the names differ, because two of the same would be refused. */
    private Path rules(List<String> queries) throws IOException {
        List<String> lines = new ArrayList<>(List.of("groups:", "  - name: dashboards", "    rules:"));
        for (int i = 0; i < queries.size(); i++) {
            lines.add("      - record: query_" + i);
            lines.add("        expr: '" + queries.get(i).replace("'", "''") + "'");
        }
        return Files.write(folder.resolve("rules.yaml"), lines);
    }

    private Checked check(String what, Path file) throws IOException, InterruptedException {
        Path said = folder.resolve("promtool.log");
        Process process = new ProcessBuilder("promtool", "check", what, file.toString()).redirectErrorStream(true)
                .redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("promtool ends").isTrue();
        return new Checked(process.exitValue(), Files.readString(said));
    }

    private record Checked(int code, String said) {}
}
