package io.spillway.sync.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A listing is read piece by piece, and half of one is none. */
class ListedItemsTest {

    private static final String ALL = """
            {"revision":7,"items":[{"a":"x}]\\"{","b":[{"c":1},[2]]},{"a":"ü\\\\"},{}]}""";

    @Test
    void itemsAreCutOutWhateverStandsInTheirTexts() throws IOException {
        assertThat(read(ALL)).containsExactly("{\"a\":\"x}]\\\"{\",\"b\":[{\"c\":1},[2]]}", "{\"a\":\"ü\\\\\"}", "{}");
        assertThat(read("{\"revision\":7,\"items\":[]}")).isEmpty();
    }

    @Test
    void everyListingThatBreaksOffIsAnError() {
        byte[] bytes = ALL.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = new byte[length];
            System.arraycopy(bytes, 0, part, 0, length);
            assertThatThrownBy(() -> ListedItems.read(new ByteArrayInputStream(part), item -> {}))
                    .as("%d bytes", length)
                    .isInstanceOf(IOException.class);
        }
    }

    private static List<String> read(String text) throws IOException {
        List<String> items = new ArrayList<>();
        ListedItems.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), items::add);
        return items;
    }
}
