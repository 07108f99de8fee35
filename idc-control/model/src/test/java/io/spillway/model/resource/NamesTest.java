package io.spillway.model.resource;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "orders", "orders-1", "drgroup.core", "10.0.0.1-8080"})
    void namesAreThese(String name) {
        assertThat(Names.valid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "Orders", "a b", "a/b", "a!b", "a@b", "a..b", "ä", "."})
    void namesAreNotThose(String name) {
        assertThat(Names.valid(name)).isFalse();
        assertThat(Names.valid("a".repeat(Names.LONGEST + 1))).isFalse();
    }

    @Test
    void addressesHaveAHostAndAPort() {
        assertThat(Addresses.parse("10.0.0.1:80")).isEqualTo(new Addresses.Address("10.0.0.1", 80));
        assertThat(Addresses.parse("[::1]:0")).isEqualTo(new Addresses.Address("::1", 0));
        for (String bad : List.of("a", "a:", ":1", "a:65536", "a:1x", "::1:80", "a b:1", "a:-1", "a:123456", "[]:1")) {
            assertThat(Addresses.parse(bad)).as(bad).isNull();
        }
    }

    @Test
    void kindsAreFoundByTheWordsThatPeopleUse() {
        for (Kind kind : Kind.values()) {
            assertThat(Kind.ofKindName(kind.kindName())).isEqualTo(kind);
            assertThat(Kind.ofPlural(kind.plural())).isEqualTo(kind);
            assertThat(Kind.ofWord(kind.kindName())).isEqualTo(kind);
            assertThat(Kind.ofWord(kind.plural())).isEqualTo(kind);
        }
        assertThat(Kind.ofWord("service")).isEqualTo(Kind.SERVICE);
        assertThat(Kind.ofWord("Shift")).isEqualTo(Kind.TRAFFIC_SHIFT);
        assertThat(Kind.ofWord("pod")).isNull();
    }

    @Test
    void scopesAndTheirNamesLeadToEachOther() {
        for (ShiftScope scope : List.of(new ShiftScope.DrGroupScope("core"), new ShiftScope.ServiceScope("orders.v2"),
                new ShiftScope.IdcScope("idc-a"))) {
            assertThat(ShiftScope.ofPath(scope.path())).isEqualTo(scope);
            assertThat(ShiftScope.ofResourceName(scope.resourceName())).isEqualTo(scope);
        }
        assertThat(ShiftScope.ofPath("cluster/a")).isNull();
        assertThat(ShiftScope.ofPath("idc/")).isNull();
        assertThat(ShiftScope.ofResourceName("core")).isNull();
    }

    @Test
    void generationsAreComparedByCounterFirst() {
        assertThat(new Generation(2, "a")).isGreaterThan(new Generation(1, "b"));
        assertThat(new Generation(2, "b")).isGreaterThan(new Generation(2, "a"));
        assertThat(new Generation(9, "a").next("b")).isEqualTo(new Generation(10, "b"));
        assertThat(new OriginVersion(2, 1)).isGreaterThan(new OriginVersion(1, 99));
    }
}
