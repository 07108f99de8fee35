package io.spillway.model.identity;

import java.util.Optional;

import io.spillway.model.identity.SpiffeId.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SpiffeIdTest {

    @Test
    void isReadAsItIsWritten() {
        SpiffeId id = new SpiffeId("corp.example", "idc-a", Role.GATEWAY, "gateway-1");
        assertThat(id.uri()).isEqualTo("spiffe://corp.example/idc/idc-a/gateway/gateway-1");
        assertThat(SpiffeId.parse(id.uri())).isEqualTo(Optional.of(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://corp.example/idc/idc-a/gateway/g", "spiffe://Corp.example/idc/idc-a/gateway/g",
            "spiffe:///idc/idc-a/gateway/g", "spiffe://corp.example/idc/idc-a/gateway/",
            "spiffe://corp.example/idc/idc-a/gateway/g/more", "spiffe://corp.example/idc/idc-a/gateway/g?x=1",
            "spiffe://corp.example/idc/idc-a/gateway/g#x", "spiffe://corp.example:443/idc/idc-a/gateway/g",
            "spiffe://corp.example/idc/../gateway/g", "spiffe://corp.example/idc/idc-a/gateway/%2e",
            "spiffe://corp.example/idc/idc-a/admin/g", "spiffe://corp.example/ns/idc-a/gateway/g"})
    void whatIsNotOneOfOursIsNone(String uri) {
        assertThat(SpiffeId.parse(uri)).isEmpty();
    }

    @Test
    void wrongPartsAreNamed() {
        assertThatThrownBy(() -> new SpiffeId("corp", "idc/a", Role.SYNC, "s")).hasMessageContaining("\"idc/a\"");
        assertThatThrownBy(() -> new SpiffeId("CORP", "a", Role.SYNC, "s")).hasMessageContaining("\"CORP\"");
    }
}
