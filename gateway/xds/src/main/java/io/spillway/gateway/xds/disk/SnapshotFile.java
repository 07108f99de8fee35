package io.spillway.gateway.xds.disk;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.spillway.gateway.xds.world.HeldResource;
import io.spillway.gateway.xds.world.ResourceType;

/**
 * The format of a snapshot on disk: one line of text with the format's name and the SHA-256 of what follows, then the
 * resources as they came over the wire. The sum is over every byte after the line, so that a cut, a flipped bit or an
 * appended byte is seen before anything is read.
 */
final class SnapshotFile {

    private static final String FORMAT = "spillway-snapshot-1";
    private static final int DIGEST_CHARS = 64;
    private static final int HEADER_BYTES = FORMAT.length() + 1 + DIGEST_CHARS + 1;

    /** A channel copies what it is given; more at a time would be more memory, and no faster. */
    private static final int PIECE = 64 * 1024;

    private SnapshotFile() {}

    /**
     * Writes the file of a world, which may be tens of megabytes large: it goes over the resources twice and never has a copy
     * of them, which the collector would have to find room for while users are served.
     */
    static void write(StoredWorld world, OutputStream out) throws IOException {
        MessageDigest sha = sha256();
        writeBody(world, new DigestOutputStream(OutputStream.nullOutputStream(), sha));
        out.write((FORMAT + " " + HexFormat.of().formatHex(sha.digest()) + "\n").getBytes(StandardCharsets.US_ASCII));
        writeBody(world, out);
    }

    static Content decode(byte[] file) {
        if (file.length < HEADER_BYTES) {
            return new Corrupt("has " + file.length + " bytes (expected: at least " + HEADER_BYTES + ")");
        }
        String header = new String(file, 0, HEADER_BYTES, StandardCharsets.US_ASCII);
        if (!header.startsWith(FORMAT + " ") || !header.endsWith("\n")) {
            return new Corrupt("does not begin with a line \"" + FORMAT + " SHA-256\"");
        }
        String written = header.substring(FORMAT.length() + 1, HEADER_BYTES - 1);
        String found = digest(file, HEADER_BYTES);
        if (!written.equals(found)) {
            return new Corrupt("has SHA-256 " + found + " (expected: " + written + ")");
        }
        try (DataInputStream in = new DataInputStream(
                new ByteArrayInputStream(file, HEADER_BYTES, file.length - HEADER_BYTES))) {
            return new Intact(decodeBody(in));
        } catch (IOException | IllegalArgumentException e) {
            // The sum is right, so another program version wrote something that this one does not understand.
            return new Corrupt("cannot be read: " + e.getMessage());
        }
    }

    private static void writeBody(StoredWorld world, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(to, PIECE));
        out.writeUTF(world.idc());
        out.writeLong(world.writtenAt().toEpochMilli());
        out.writeInt(world.resources().size());
        for (HeldResource resource : world.resources()) {
            out.writeUTF(resource.type().typeUrl());
            out.writeUTF(resource.name());
            out.writeUTF(resource.version());
            ByteString body = resource.body();
            out.writeInt(body.size());
            for (int at = 0; at < body.size(); at += PIECE) {
                body.substring(at, Math.min(body.size(), at + PIECE)).writeTo(out);
            }
        }
        out.flush();
    }

    private static StoredWorld decodeBody(DataInputStream in) throws IOException {
        String idc = in.readUTF();
        Instant writtenAt = Instant.ofEpochMilli(in.readLong());
        int count = in.readInt();
        List<HeldResource> resources = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String typeUrl = in.readUTF();
            ResourceType type = ResourceType.ofUrl(typeUrl)
                    .orElseThrow(() -> new IOException("holds the unknown type " + typeUrl));
            String name = in.readUTF();
            String version = in.readUTF();
            resources.add(new HeldResource(type, name, version, readBody(in)));
        }
        if (in.available() > 0) {
            throw new IOException(in.available() + " bytes follow the last resource");
        }
        return new StoredWorld(idc, writtenAt, resources);
    }

    private static ByteString readBody(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("a resource of " + length + " bytes where " + in.available() + " are left");
        }
        return UnsafeByteOperations.unsafeWrap(in.readNBytes(length));
    }

    private static String digest(byte[] bytes, int from) {
        MessageDigest sha = sha256();
        sha.update(bytes, from, bytes.length - from);
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** What a file turned out to hold. */
    sealed interface Content {}

    /** The file is as it was written. */
    record Intact(StoredWorld world) implements Content {}

    /** The file must not be used; {@code why} completes the sentence that begins with its name. */
    record Corrupt(String why) implements Content {}
}
