package io.spillway.wire.document;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

import io.spillway.model.document.Tree;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the items of the answer to a listing, {@code {"revision":7,"items":[{...},{...}]}}, one by one while it comes: there may be
 * more than fit into a process.
 */
public final class JsonItems {

    /** Octets of an item, and of what stands around the items. */
    static final int LONGEST = 1024 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(Documents.DEEPEST)
                    .maxStringLength(LONGEST).maxNumberLength(40).build())
            .build();

    private JsonItems() {}

    /**
     * Gives each item to {@code items}.
     *
     * @throws IOException when the answer breaks off, is no listing in JSON, or has an item that is longer than a MiB
     */
    public static void read(InputStream answer, Consumer<Tree> items) throws IOException {
        Bounded bounded = new Bounded(answer);
        boolean listed = false;
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bounded)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new EOFException("no listing (expected: an object with items)");
            }
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                boolean here = parser.currentName().equals("items");
                JsonToken token = parser.nextToken();
                if (here && token == JsonToken.START_ARRAY) {
                    items(parser, bounded, items);
                    listed = true;
                } else {
                    parser.skipChildren();
                }
            }
            if (!listed || parser.nextToken() != null) {
                throw new IOException("no listing (expected: one object with items)");
            }
        } catch (JacksonException broken) {
            throw new IOException("the listing breaks off or is not JSON: " + broken.getOriginalMessage(), broken);
        }
    }

    private static void items(JsonParser parser, Bounded bounded, Consumer<Tree> items) {
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.accept(JsonReader.value(parser, token, JsonReader.position(parser.currentTokenLocation())));
            bounded.again();
        }
    }

    /** Gives so many octets at most until it is said that more are wanted. */
    private static final class Bounded extends FilterInputStream {

        private long left = LONGEST;

        Bounded(InputStream in) {
            super(in);
        }

        void again() {
            left = LONGEST;
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            count(octet < 0 ? 0 : 1);
            return octet;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int octets) throws IOException {
            left -= octets;
            if (left < 0) {
                throw new IOException("an item of more than " + LONGEST + " octets");
            }
        }
    }
}
