package io.spillway.wire.xds;

import java.util.List;
import java.util.stream.Stream;

import io.spillway.model.identity.SpiffeId;
import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a stock Envoy checks with an expression means the same to a gateway that reads it back. */
class SpiffePatternTest {

    static Stream<SpiffePattern> patterns() {
        return Stream.of(new SpiffePattern(null, null, Role.WORKLOAD), new SpiffePattern(null, "idc-b", Role.GATEWAY),
                new SpiffePattern("corp.example", "idc.b_1", Role.SYNC));
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void isReadBack(SpiffePattern pattern) {
        assertThat(SpiffePattern.parse(pattern.regex())).isEqualTo(pattern);
    }

    @ParameterizedTest
    @MethodSource("patterns")
    void matchesTheIdsThatItMeansAndNoOthers(SpiffePattern pattern) {
        for (String domain : List.of("spillway", "corp.example", "corpsexample")) {
            for (String idc : List.of("idc-a", "idc-b", "idc.b_1", "idc-b_1", "workload")) {
                for (Role role : Role.values()) {
                    boolean meant = (pattern.trustDomain() == null || pattern.trustDomain().equals(domain))
                            && (pattern.idc() == null || pattern.idc().equals(idc)) && pattern.role() == role;
                    String uri = new SpiffeId(domain, idc, role, "x-1").uri();
                    assertThat(uri.matches(pattern.regex())).as(uri).isEqualTo(meant);
                }
            }
        }
    }

    @Test
    void aLongerPathIsAnotherName() {
        String regex = new SpiffePattern(null, null, Role.WORKLOAD).regex();
        assertThat("spiffe://spillway/idc/a/workload/x/y".matches(regex)).isFalse();
        assertThat("spiffe://spillway/idc/a/workload/".matches(regex)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".*", "spiffe://spillway/idc/idc-b/gateway/x", "spiffe://a.b/idc/c/gateway/[^/]+",
            "spiffe://[^/]+/idc/[^/]+/admin/[^/]+", "spiffe://[^/]+/idc/.*/gateway/[^/]+"})
    void anotherExpressionIsNotGuessedAt(String regex) {
        assertThat(SpiffePattern.parse(regex)).isNull();
    }
}
