package io.spillway.control.health;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When failing checks say something about the checker. */
class WaveTest {

    @Test
    void mostFailWhileAllRequestsSucceed() {
        assertThat(new Wave(6, 6, 1000, 0).contradicted()).isTrue();
        assertThat(new Wave(6, 4, 1000, 3).contradicted()).as("four dead ones make four errors").isTrue();
    }

    @Test
    void deadWorkloadsMakeErrors() {
        assertThat(new Wave(6, 4, 1000, 4).contradicted()).isFalse();
        assertThat(new Wave(6, 6, 1000, 900).contradicted()).isFalse();
    }

    @Test
    void halfOrLessIsNoMassFailure() {
        assertThat(new Wave(6, 3, 1000, 0).contradicted()).isFalse();
        assertThat(new Wave(2, 2, 1000, 0).contradicted()).as("at least three").isFalse();
        assertThat(new Wave(3, 3, 1000, 0).contradicted()).isTrue();
    }

    @Test
    void withoutRequestsNothingContradicts() {
        assertThat(new Wave(6, 6, 0, 0).contradicted()).isFalse();
        assertThat(new Wave(6, 6, 119, 0).contradicted()).isFalse();
        assertThat(new Wave(6, 6, 120, 0).contradicted()).isTrue();
    }
}
