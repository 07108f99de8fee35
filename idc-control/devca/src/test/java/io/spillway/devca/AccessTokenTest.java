package io.spillway.devca;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AccessTokenTest {

    @Test
    void everyTokenIsAnotherAndSaysNothingOfItself() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            AccessToken token = AccessToken.create(new SecureRandom());
            assertThat(seen.add(token.text())).isTrue();
            assertThat(token.text()).matches("spillway_[A-Za-z0-9_-]{43}");
            assertThat(token.sha256()).matches("[0-9a-f]{64}");
            assertThat(token.toString()).doesNotContain(token.text());
        }
    }
}
