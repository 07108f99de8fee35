package io.spillway.it.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.spillway.it.docs.Checkout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The rules that a test runs in minutes are the shipped ones but for their times. */
class QuickenedTest {

    private static final Pattern TIMES = Pattern.compile("\\[\\d+[smhd]]|offset \\d+[smhd]|(?m)^ *for: \\d+[smhd]$");

    static List<Path> ruleFiles() throws IOException {
        return AlertFiles.ruleFiles();
    }

    @ParameterizedTest
    @CsvSource({"[5m],[10s]", "[15m],[30s]", "[1h],[120s]", "[6h],[720s]", "[3d],[8640s]", "offset 1m,offset 10s",
            "'    for: 30s','    for: 3s'", "'    for: 10m','    for: 20s'", "x * 3600 >= 10,x * 3600 >= 10",
            "ratio_rate1h,ratio_rate1h", "over 1h,over 1h", "'for: 5m.','for: 5m.'"})
    void timesAreDividedAndNothingElseIsTouched(String shipped, String quick) {
        assertThat(Quickened.rules(shipped)).isEqualTo(quick);
    }

    @ParameterizedTest
    @MethodSource("ruleFiles")
    void aFileOfRulesDiffersInTimesOnly(Path file) throws IOException {
        String shipped = Files.readString(file);
        String quick = Quickened.rules(shipped);
        assertThat(TIMES.matcher(quick).replaceAll("TIME")).isEqualTo(TIMES.matcher(shipped).replaceAll("TIME"));
        assertThat(TIMES.matcher(quick).results().map(one -> one.group()))
                .allMatch(time -> !time.matches(".*\\d[mhd]]?$"), "in seconds");
    }

    @Test
    void theConfigurationsDifferInAddressesAndIntervals() throws IOException {
        String prometheus = Quickened.prometheus(read("grafana/prometheus.yml"), Path.of("/r"), Path.of("/t.json"),
                "127.0.0.1:1");
        assertThat(prometheus).contains("scrape_interval: 1s", "evaluation_interval: 1s", "- /r/*.yml", "- /t.json",
                "\"127.0.0.1:1\"", "honor_labels: true");
        String alertmanager = Quickened.alertmanager(read("grafana/alertmanager.yml"), "127.0.0.1:2");
        assertThat(alertmanager).contains("http://127.0.0.1:2/pages", "http://127.0.0.1:2/tickets", "group_wait: 1s",
                "group_interval: 2s", "repeat_interval: 4h", "SpillwayIdcAway").doesNotContain("9094");
    }

    @Test
    void aFileThatHasBecomeAnotherIsNotTakenForTheOldOne() {
        assertThatThrownBy(() -> Quickened.alertmanager("receivers: []", "127.0.0.1:2"))
                .hasMessageContaining("no \"127.0.0.1:9094\" to replace");
    }

    private static String read(String file) throws IOException {
        return Files.readString(Checkout.root().resolve(file));
    }
}
