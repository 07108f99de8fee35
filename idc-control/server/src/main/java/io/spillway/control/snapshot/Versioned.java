package io.spillway.control.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;

/**
 * A resource as it is served: its name, the version of its content and its bytes, which all clients share.
 *
 * @param version first 16 hex digits of the SHA-256 of the content: equal on every replica and after every restart
 * @param any     type URL and bytes
 */
public record Versioned(String name, String version, Any any) {

    /** Serialises a message; equal messages give equal bytes and versions. */
    public static Versioned of(ResourceType type, String name, Message message) {
        ByteString bytes = deterministic(message);
        return new Versioned(name, hash(bytes), any(type, bytes));
    }

    /**
     * Serialises a message whose version is that of {@code content}: for what carries a counter that would make equal
     * content look different on another replica.
     */
    public static Versioned of(ResourceType type, String name, Message message, Message content) {
        return new Versioned(name, hash(deterministic(content)), any(type, deterministic(message)));
    }

    /** Returns the bytes of a message; maps are in the order of their keys. */
    public static ByteString deterministic(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** Returns the first 16 hex digits of the SHA-256 of these bytes. */
    public static String hash(ByteString bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.asReadOnlyByteBuffer());
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static Any any(ResourceType type, ByteString bytes) {
        return Any.newBuilder().setTypeUrl(type.typeUrl()).setValue(bytes).build();
    }
}
