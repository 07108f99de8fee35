package io.spillway.wire.xds;

import io.spillway.wire.xds.XdsNames.Parsed;
import io.spillway.wire.xds.XdsNames.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class XdsNamesTest {

    @Test
    void namesAreParsedIntoWhatTheyWereMadeOf() {
        assertThat(XdsNames.parse(XdsNames.cluster("orders", "default")))
                .isEqualTo(new Parsed("orders", "default", Variant.Only.ALL));
        assertThat(XdsNames.parse(XdsNames.local("orders", "default")))
                .isEqualTo(new Parsed("orders", "default", Variant.Only.LOCAL));
        assertThat(XdsNames.parse(XdsNames.shifted("orders", "default", "idc-b")))
                .isEqualTo(new Parsed("orders", "default", new Variant.Shifted("idc-b")));
        assertThat(XdsNames.shifted("orders", "default", "idc-b")).isEqualTo("orders/default!idc-b");
        assertThat(XdsNames.local("orders", "default")).isEqualTo("orders/default@local");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "orders", "/default", "orders/", "orders/default@", "orders/default@x", "orders/!idc-b",
            "orders/default!", "a/b/c", "orders/default!idc@local"})
    void otherNamesAreNot(String name) {
        assertThat(XdsNames.parse(name)).isNull();
    }

    @Test
    void aCrossingIsNamedAfterItsGroupAndItsIdc() {
        String name = XdsNames.crossing("orders", "default", "idc-b");
        assertThat(name).isEqualTo("orders/default>idc-b");
        assertThat(XdsNames.crossingTo(name)).isEqualTo("idc-b");
        assertThat(XdsNames.uncrossed(name)).isEqualTo("orders/default");
        assertThat(XdsNames.crossingTo("orders/default!idc-b")).isNull();
        assertThat(XdsNames.uncrossed("orders/default!idc-b")).isEqualTo("orders/default!idc-b");
    }
}
