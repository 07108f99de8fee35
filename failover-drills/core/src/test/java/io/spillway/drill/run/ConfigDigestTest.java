package io.spillway.drill.run;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ConfigDigestTest {

    @Test
    void whatTheSystemWritesDoesNotCount() {
        assertThat(shift(Map.of("weights", Map.of("idc-a", 100), "generation", "3@idc-a", "author", "x"))
                .differences(shift(Map.of("weights", Map.of("idc-a", 100), "generation", "9@idc-b"))))
                .isEmpty();
    }

    @Test
    void aShiftThatIsClearedIsNone() {
        assertThat(new ConfigDigest(Map.of()).differences(shift(Map.of("cleared", true, "reason", "over")))).isEmpty();
    }

    @Test
    void namesWhatIsOtherwise() {
        ConfigDigest before = shift(Map.of("weights", Map.of("idc-a", 100)));
        assertThat(before.differences(shift(Map.of("weights", Map.of("idc-a", 50))))).singleElement().asString()
                .contains("idc-a shifts/drgroup.core", "100", "50");
        assertThat(before.differences(new ConfigDigest(Map.of()))).singleElement().asString()
                .contains("is not there any more");
        assertThat(new ConfigDigest(Map.of()).differences(before)).singleElement().asString()
                .contains("was not there before");
    }

    @Test
    void isOneNumberPerIdcThatIsTheSameAsLongAsNothingElseIsWritten() {
        ConfigDigest before = shift(Map.of("weights", Map.of("idc-a", 100), "generation", "3@idc-a"));
        assertThat(before.of("idc-a")).hasSize(64)
                .isEqualTo(shift(Map.of("weights", Map.of("idc-a", 100), "generation", "9@idc-b")).of("idc-a"))
                .isNotEqualTo(shift(Map.of("weights", Map.of("idc-a", 50))).of("idc-a"))
                .isNotEqualTo(before.of("idc-b"));
        assertThat(before.of("idc")).as("another IDC whose name begins like it").isEqualTo(before.of("idc-b"));
    }

    private static ConfigDigest shift(Map<String, Object> spec) {
        Map<String, String> specs = new TreeMap<>();
        ConfigDigest.add(specs, "idc-a shifts",
                Map.of("items", List.of(Map.of("metadata", Map.of("name", "drgroup.core"), "spec", spec))));
        return new ConfigDigest(specs);
    }
}
