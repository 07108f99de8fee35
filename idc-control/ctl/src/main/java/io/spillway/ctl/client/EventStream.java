package io.spillway.ctl.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/** Server-sent events as they come. Not thread-safe. */
public final class EventStream implements AutoCloseable {

    /** One event. {@code name} is "message" when the server gave none. */
    public record ServerEvent(String name, String data) {}

    private final Exchange exchange;

    EventStream(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Waits for the next event; null when the server has ended the stream.
     *
     * @throws IOException if the connection broke or was silent for too long
     */
    public @Nullable ServerEvent next() throws IOException {
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new ServerEvent(name, data.toString());
            }
            if (line.isEmpty()) {
                name = "message"; // an event without data is none
            } else if (line.startsWith("event:")) {
                name = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring("data:".length()).strip());
            }
        }
        return null;
    }

    @Override
    public void close() {
        exchange.close();
    }

    /** Data lines have no limit of their own: one holds a whole resource. */
    private @Nullable String line() throws IOException {
        InputStream in = exchange.body();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (c != '\r') {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
