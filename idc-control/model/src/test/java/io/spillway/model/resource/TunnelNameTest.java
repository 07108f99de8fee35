package io.spillway.model.resource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A connection that lands at the wrong service because of a dot in a name. */
class TunnelNameTest {

    @ParameterizedTest
    @CsvSource({"ledger,default", "a.b,c", "a,b.c", "b.c,a", "x--y.z9,blue.green"})
    void isReadBack(String service, String group) {
        assertThat(TunnelName.cluster(TunnelName.of(service, group))).isEqualTo(service + "/" + group);
    }

    @Test
    void dotsDoNotMakeTwoGroupsOne() {
        assertThat(TunnelName.of("b.c", "a")).isNotEqualTo(TunnelName.of("c", "a.b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "g1", "g1.", "g1.a", "g1.a.", "g2.a.b", "gx.a.b", "default.ledger", "h1.a.b",
            "g1.a.b/c", "g1.a.b\r\nx", "g9999.a.b", "g0..b", "g1.a.B"})
    void whatIsNoneOfOursMeansNothing(String name) {
        assertThat(TunnelName.cluster(name)).isNull();
    }
}
