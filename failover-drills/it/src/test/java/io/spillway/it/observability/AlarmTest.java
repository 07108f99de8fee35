package io.spillway.it.observability;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The texts of alerts are recognised with what stands in their places, and with nothing else. */
class AlarmTest {

    private static final String TEXT = "{{ $value | humanizePercentage }} of {{ $labels.service }} in {{ $labels.idc }} fail.";
    private static final Map<String, String> LABELS = Map.of("service", "orders", "idc", "idc-a");

    @Test
    void aTextHasItsFigureAndItsLabels() {
        assertThat(Alarm.written(TEXT, LABELS)).satisfies(pattern -> {
            assertThat("3.5% of orders in idc-a fail.").matches(pattern);
            assertThat("1h 2m 3s of orders in idc-a fail.").matches(pattern);
        });
    }

    @Test
    void aTextWithoutTheFigureOrWithAnotherLabelIsNoneOfIt() {
        assertThat(" of orders in idc-a fail.").doesNotMatch(Alarm.written(TEXT, LABELS));
        assertThat("<no value> of orders in idc-a fail.").doesNotMatch(Alarm.written(TEXT, LABELS));
        assertThat("3% of orders in idc-b fail.").doesNotMatch(Alarm.written(TEXT, LABELS));
    }

    @Test
    void anAlarmIsKnownByItsNameAndTheLabelsThatAreNamed() {
        Alarm alarm = Alarm.of("PeerStale", "idc=idc-a");
        assertThat(alarm.isIn(Map.of("alertname", "SpillwayPeerStale", "idc", "idc-a", "peer", "idc-b"))).isTrue();
        assertThat(alarm.isIn(Map.of("alertname", "SpillwayPeerStale", "idc", "idc-b"))).isFalse();
        assertThat(alarm.isIn(Map.of("alertname", "SpillwayImportsStale", "idc", "idc-a"))).isFalse();
    }
}
