package io.spillway.control;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.wire.document.Trees;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a drain may take, and how long the audit is kept, is said in the configuration file. */
class ControlConfigTest {

    private static Decoded<ControlConfig> read(Map<String, Object> more) {
        Map<String, Object> keys = new java.util.LinkedHashMap<>(
                Map.of("idc", "idc-a", "node", "control-1", "dataDir", "data"));
        keys.putAll(more);
        return Decoder.decode(Trees.of(keys), ControlConfig::read);
    }

    private static void isRead(Map<String, Object> more, Duration deadline) {
        assertThat(read(more)).isInstanceOfSatisfying(Decoded.Valid.class,
                valid -> assertThat(((ControlConfig) valid.value()).drainDeadline()).isEqualTo(deadline));
    }

    @Test
    void aDrainWaitsAsLongAsItIsToldWithinReason() {
        isRead(Map.of(), Duration.ofSeconds(30));
        isRead(Map.of("drainDeadline", "2m"), Duration.ofMinutes(2));
        for (String wrong : new String[]{"999ms", "11m", "soon"}) {
            assertThat(read(Map.of("drainDeadline", wrong)).toString()).contains("/drainDeadline");
        }
    }

    @Test
    void auditRecordsAreKeptForAsLongAsItIsToldAndADayAtLeast() {
        for (Map<String, Object> each : List.<Map<String, Object>>of(Map.of(), Map.of("audit", Map.of()),
                Map.of("audit", Map.of("pruneAfter", "400d")))) {
            assertThat(read(each)).as("%s", each).isInstanceOfSatisfying(Decoded.Valid.class,
                    valid -> assertThat(((ControlConfig) valid.value()).auditPruneAfter())
                            .isEqualTo(Duration.ofDays(400)));
        }
        assertThat(read(Map.of("audit", Map.of("pruneAfter", "30d")))).isInstanceOfSatisfying(Decoded.Valid.class,
                valid -> assertThat(((ControlConfig) valid.value()).auditPruneAfter()).isEqualTo(Duration.ofDays(30)));
        for (String wrong : new String[]{"23h", "0s", "never"}) {
            assertThat(read(Map.of("audit", Map.of("pruneAfter", wrong))).toString()).contains("/audit/pruneAfter");
        }
        assertThat(read(Map.of("audit", Map.of("keep", "1d"))).toString()).contains("/audit/keep");
    }
}
