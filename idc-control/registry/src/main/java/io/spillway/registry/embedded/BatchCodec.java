package io.spillway.registry.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;

/** Bytes of batches and values in the store. The MVStore checks pages by itself, so there is no checksum here. */
final class BatchCodec {

    private BatchCodec() {}

    static byte[] encode(Batch batch) {
        return bytes(out -> {
            out.writeInt(batch.events().size());
            for (Event event : batch.events()) {
                out.writeBoolean(event.type() == Event.Type.PUT);
                write(out, event.keyValue());
            }
        });
    }

    static byte[] encode(KeyValue keyValue) {
        return bytes(out -> write(out, keyValue));
    }

    static Batch decodeBatch(long revision, byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        int count = in.readInt();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event.Type type = in.readBoolean() ? Event.Type.PUT : Event.Type.DELETE;
            events.add(new Event(type, read(in)));
        }
        return new Batch(revision, events);
    }

    static KeyValue decodeKeyValue(byte[] bytes) throws IOException {
        return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static void write(DataOutputStream out, KeyValue keyValue) throws IOException {
        byte[] key = keyValue.key().getBytes(StandardCharsets.UTF_8);
        out.writeInt(key.length);
        out.write(key);
        out.writeLong(keyValue.createRevision());
        out.writeLong(keyValue.modRevision());
        out.writeLong(keyValue.leaseId());
        out.writeInt(keyValue.value().length);
        out.write(keyValue.value());
    }

    private static KeyValue read(DataInputStream in) throws IOException {
        String key = new String(readBytes(in), StandardCharsets.UTF_8);
        long createRevision = in.readLong();
        long modRevision = in.readLong();
        long leaseId = in.readLong();
        return new KeyValue(key, readBytes(in), createRevision, modRevision, leaseId);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("length: " + length + " (expected: 0.." + in.available() + ")");
        }
        return in.readNBytes(length);
    }

    private static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }
}
