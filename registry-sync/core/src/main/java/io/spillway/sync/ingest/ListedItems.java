package io.spillway.sync.ingest;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts the answer to a listing, {@code {"revision":7,"items":[{...},{...}]}}, into the texts of its items while it comes: an IDC
 * may have more workloads than fit into this process. An answer that ends before its end is an error.
 */
final class ListedItems {

    private static final int DEEPEST_OUTSIDE = 2;
    private static final int LONGEST_ITEM = 1024 * 1024;

    private final Consumer<String> items;
    private final StringBuilder item = new StringBuilder();
    private int depth;
    private boolean quoted;
    private boolean escaped;

    private ListedItems(Consumer<String> items) {
        this.items = items;
    }

    /**
     * Gives each item to {@code items}.
     *
     * @throws IOException when the answer breaks off, is not UTF-8 or has an item that is longer than a MiB
     */
    static void read(InputStream answer, Consumer<String> items) throws IOException {
        ListedItems reading = new ListedItems(items);
        BufferedReader reader = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT)));
        boolean begun = false;
        char[] buffer = new char[8192];
        for (int count = reader.read(buffer); count >= 0; count = reader.read(buffer)) {
            for (int i = 0; i < count; i++) {
                reading.take(buffer[i]);
            }
            begun = true;
        }
        if (!begun || reading.depth != 0 || reading.quoted) {
            throw new EOFException("the listing breaks off");
        }
    }

    private void take(char c) throws IOException {
        boolean inside = depth > DEEPEST_OUTSIDE || (depth == DEEPEST_OUTSIDE && c == '{' && !quoted);
        if (inside) {
            item.append(c);
            if (item.length() > LONGEST_ITEM) {
                throw new IOException("an item of more than " + LONGEST_ITEM + " characters");
            }
        }
        if (quoted) {
            quoted = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return;
        }
        switch (c) {
            case '"' -> quoted = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {
                // Part of a value.
            }
        }
        if (inside && depth == DEEPEST_OUTSIDE) {
            items.accept(item.toString());
            item.setLength(0);
        }
    }
}
