package io.spillway.control.peers;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChangeTest {

    @Test
    void isALine() {
        assertThat(Change.put("type", "a", "1", new byte[]{0, 1}).line()).isEqualTo("PUT type a 1 AAE=");
        assertThat(new Change.Remove("type", "a").line()).isEqualTo("REMOVE type a");
    }

    @Test
    void refusesWhatWouldBreakTheLine() {
        assertThatThrownBy(() -> new Change.Remove("type", "a b")).hasMessage(
                "name 'a b': expected a word without blanks");
        assertThatThrownBy(() -> Change.put("type", "a", "", new byte[1])).hasMessageContaining("version ''");
    }
}
