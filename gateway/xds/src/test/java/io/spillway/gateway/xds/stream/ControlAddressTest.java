package io.spillway.gateway.xds.stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ControlAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:17001", "control.idc-a:17001", "[::1]:17001"})
    void readsWhatItWrites(String text) {
        assertThat(ControlAddress.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:", ":17001", "host:http", "host:0", "host:65536", ""})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> ControlAddress.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void namesTheImpossiblePort() {
        assertThatThrownBy(() -> ControlAddress.parse("host:0"))
                .hasMessage("control port: 0 (expected: 1..65535)");
    }
}
