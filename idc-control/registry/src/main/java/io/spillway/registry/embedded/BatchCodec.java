package io.spillway.registry.embedded;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;

/** Bytes of what is in the store. Each has its own checksum: an MVStore checks where a page stands, not what is in it. */
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

    static byte[] encode(long... numbers) {
        return bytes(out -> {
            for (long number : numbers) {
                out.writeLong(number);
            }
        });
    }

    static long[] decodeNumbers(byte[] bytes, int count) throws IOException {
        DataInputStream in = checked(bytes);
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = in.readLong();
        }
        return numbers;
    }

    static Batch decodeBatch(long revision, byte[] bytes) throws IOException {
        DataInputStream in = checked(bytes);
        int count = in.readInt();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event.Type type = in.readBoolean() ? Event.Type.PUT : Event.Type.DELETE;
            events.add(new Event(type, read(in)));
        }
        return new Batch(revision, events);
    }

    static KeyValue decodeKeyValue(byte[] bytes) throws IOException {
        return read(checked(bytes));
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
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("memory refused bytes", e);
        }
        return bytes.toByteArray();
    }

    private static DataInputStream checked(byte[] bytes) throws IOException {
        int length = bytes.length - Integer.BYTES;
        if (length < 0 || checksum(bytes, length) != ByteBuffer.wrap(bytes, length, Integer.BYTES).getInt()) {
            throw new IOException("checksum does not match");
        }
        return new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private interface Writer {
        void write(DataOutputStream out) throws IOException;
    }
}
