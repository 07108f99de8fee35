package io.spillway.drill.bench.verb;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.drill.bench.load.Lateness;
import io.spillway.drill.bench.run.FaultCase;
import io.spillway.drill.bench.run.Figures;
import io.spillway.drill.bench.run.Row;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RowsTest {
    private static Row row(String system, int slow, double painEndsMs) {
        return new Row(system, FaultCase.LOCAL_KILLED, 1, new Figures(15_000, 0, slow, painEndsMs, Double.NaN, 7.04,
                Map.of("b1", 49.96), new TreeMap<>(Map.of(3, 2)), new Lateness(0.25, 0)), false);
    }

    @Test
    void figuresAreNumbersAndNeverIsMinusOne() {
        String json = Rows.json(List.of(row("spillway", 2, 100), row("envoy", 3, 400)), List.of(), 1.2);
        assertThat(json.replace(" ", "")).contains("\"sent\":15000", "\"painEndsMs\":100", "\"homeMs\":-1",
                "\"p99Ms\":7.0", "\"b1\":50.0", "\"0.3\":2", "\"metric\":\"slow\",\n\"value\":0.67",
                "\"metric\":\"painEndsMs\",\n\"value\":0.25");
    }
}
