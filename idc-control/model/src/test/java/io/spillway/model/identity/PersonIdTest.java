package io.spillway.model.identity;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PersonIdTest {

    @ParameterizedTest
    @EnumSource(PersonId.Kind.class)
    void isReadAsItIsWrittenAndIsNoProcess(PersonId.Kind kind) {
        PersonId id = new PersonId("corp.example", kind, "alice.b");
        assertThat(id.uri()).isEqualTo("spiffe://corp.example/" + kind.word() + "/alice.b");
        assertThat(PersonId.parse(id.uri())).isEqualTo(Optional.of(id));
        assertThat(SpiffeId.parse(id.uri())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://corp/operator/a", "spiffe://Corp/operator/a", "spiffe:///operator/a",
            "spiffe://corp/operator/", "spiffe://corp/operator/a/b", "spiffe://corp/operator/a?x=1",
            "spiffe://corp/operator/a#x", "spiffe://corp:443/operator/a", "spiffe://corp/operator/..",
            "spiffe://corp/operator/%61", "spiffe://corp/admin/a", "spiffe://corp/Operator/a",
            "spiffe://corp/idc/idc-a/operator/a", "spiffe://corp/operator/a\n"})
    void whatIsNotAPersonIsNone(String uri) {
        assertThat(PersonId.parse(uri)).isEmpty();
    }

    @Test
    void wrongPartsAreNamed() {
        assertThatThrownBy(() -> new PersonId("corp", PersonId.Kind.OPERATOR, "a/b")).hasMessageContaining("\"a/b\"");
        assertThatThrownBy(() -> new PersonId("CORP", PersonId.Kind.OPERATOR, "a")).hasMessageContaining("\"CORP\"");
    }
}
