package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextCacheTest {
    private final TextCache texts = new TextCache();

    private String text(String octets) {
        return texts.text(("<" + octets + ">").getBytes(StandardCharsets.ISO_8859_1), 1, 1 + octets.length());
    }

    @Test
    void octetsSeenBeforeCostNoString() {
        String first = text("/orders/1?x=\u00ff");
        assertThat(first).isEqualTo("/orders/1?x=\u00ff");
        assertThat(text("/orders/1?x=\u00ff")).isSameAs(first);
    }

    @Test
    void aCollisionNeverGivesAnotherText() {
        // "Aa" and "BB" have one hash in this arithmetic, as they have in String's.
        assertThat(text("/Aa")).isEqualTo("/Aa");
        assertThat(text("/BB")).isEqualTo("/BB");
        assertThat(text("/Aa")).isEqualTo("/Aa");
        for (int i = 0; i < 5000; i++) {
            assertThat(text("/" + i)).isEqualTo("/" + i);
        }
    }

    @Test
    void longTextsAreNotKept() {
        String path = "/" + "a".repeat(200);
        assertThat(text(path)).isEqualTo(path).isNotSameAs(text(path));
    }
}
