package io.spillway.wire.document;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A listing is read item by item, and half of one is none. */
class JsonItemsTest {

    private static final String ALL = """
            {"revision":7,"items":[{"a":"x}]\\"{","b":[{"c":1},[2]]},{"a":"ü\\\\"},{}],"more":{"items":[1]}}""";

    @Test
    void itemsAreReadWhateverStandsInTheirTextsAndAroundThem() throws IOException {
        assertThat(read(ALL)).containsExactly("{\"a\":\"x}]\\\"{\",\"b\":[{\"c\":1},[2]]}",
                "{\"a\":\"ü\\\\\"}", "{}");
        assertThat(read("{\"revision\":7,\"items\":[]}")).isEmpty();
    }

    @Test
    void everyListingThatBreaksOffIsAnError() {
        byte[] bytes = ALL.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> JsonItems.read(new ByteArrayInputStream(part), item -> {})).as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    /** A listing without items would mean that there is nothing: everything would be registered once more. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"items\":null}", "[]", "null", "{\"revision\":7}", "{\"items\":[]}{}",
            "<html>", "{\"items\":[{\"a\":1,\"a\":2}]}"})
    void whatIsNoListingIsAnErrorAndNotAnEmptyOne(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void thereMayBeAnyNumberOfItemsButNoneLongerThanAMebibyte() throws IOException {
        String kibi = "{\"a\":\"" + "x".repeat(1000) + "\"}";
        String many = IntStream.range(0, 5_000).mapToObj(_ -> kibi).collect(Collectors.joining(","));
        assertThat(read("{\"items\":[" + many + "]}")).hasSize(5_000);
        String arrays = "[" + IntStream.range(0, 300_000).mapToObj(_ -> "[12]").collect(Collectors.joining(",")) + "]";
        assertThatThrownBy(() -> read("{\"items\":[" + arrays + "]}")).isInstanceOf(IOException.class)
                .hasMessageContaining("an item of more than 1048576 octets");
    }

    private static List<String> read(String text) throws IOException {
        List<String> items = new ArrayList<>();
        JsonItems.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                item -> items.add(JsonText.write(item)));
        return items;
    }
}
