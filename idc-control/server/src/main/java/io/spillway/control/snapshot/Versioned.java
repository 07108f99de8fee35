package io.spillway.control.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import io.spillway.wire.xds.ContentVersion;
import io.spillway.wire.xds.WorldDigest;
import org.jspecify.annotations.Nullable;

/**
 * A resource as it is served: its name, the version of its content and its bytes, which all clients share. Immutable; safe
 * for use by any thread.
 */
public final class Versioned {

    private final String name;
    private final String version;
    private final long digest;
    /** What incremental responses have in their field {@code resources}; ends with type URL and content. */
    private final ByteString encoded;
    private final int anySize;
    private final @Nullable Instant until;

    /**
     * Creates a resource.
     *
     * @param version first 16 hex digits of the SHA-256 of the content: equal on every replica and after every restart
     * @param any     type URL and bytes
     */
    public Versioned(String name, String version, Any any) {
        this(name, version, any.getTypeUrl(), any.getValue(), null);
    }

    private Versioned(String name, String version, String type, ByteString content, @Nullable Instant until) {
        this.until = until;
        this.name = name;
        this.version = version;
        this.anySize = anySize(type, content);
        this.encoded = encode(name, version, type, content);
        this.digest = WorldDigest.of(name, version);
    }

    /** Returns the name under which clients subscribe it. */
    public String name() {
        return name;
    }

    /** Returns what differs when the content differs. */
    public String version() {
        return version;
    }

    /** Returns from when on no client must use it any more, whoever is alive then; null for what stays. */
    public @Nullable Instant until() {
        return until;
    }

    /** Returns type URL and bytes. */
    public Any any() {
        try {
            return Any.parseFrom(encodedAny());
        } catch (InvalidProtocolBufferException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Returns a hash of name and version: the exclusive or of those of a set identifies the set, in whatever order. */
    public long digest() {
        return digest;
    }

    /**
     * Returns the bytes of the {@link Resource} that incremental responses carry, the same for all clients: name, version and
     * content. It is written once when the resource is made, not once per client.
     */
    public ByteString encoded() {
        return encoded;
    }

    /** Returns the bytes of the {@link Any} that responses with the state of the world carry, which are a part of those. */
    public ByteString encodedAny() {
        return encoded.substring(encoded.size() - anySize);
    }

    /** Returns whether the other has that name, version and content too. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Versioned that && name.equals(that.name) && version.equals(that.version)
                && encoded.equals(that.encoded);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(digest);
    }

    @Override
    public String toString() {
        return name + "@" + version;
    }

    /** Serialises a message; equal messages give equal bytes and versions. */
    public static Versioned of(ResourceType type, String name, Message message) {
        return of(type, name, deterministic(message));
    }

    /** Makes a resource of the bytes of a message, which it keeps as they are: what others share stays shared. */
    public static Versioned of(ResourceType type, String name, ByteString content) {
        return new Versioned(name, hash(content), type.typeUrl(), content, null);
    }

    /** Serialises a message that ends at that time; with another end it is another version. */
    public static Versioned until(Instant end, ResourceType type, String name, Message message) {
        ByteString bytes = deterministic(message);
        return new Versioned(name, hash(bytes.concat(ByteString.copyFromUtf8(end.toString()))), type.typeUrl(), bytes,
                end);
    }

    /**
     * Serialises a message whose version is that of {@code content}: for what carries a counter that would make equal
     * content look different on another replica.
     */
    public static Versioned of(ResourceType type, String name, Message message, Message content) {
        return new Versioned(name, hash(deterministic(content)), type.typeUrl(), deterministic(message), null);
    }

    /** Returns the bytes of a message; maps are in the order of their keys. */
    public static ByteString deterministic(Message message) {
        return ContentVersion.bytes(message);
    }

    /** Returns the first 16 hex digits of the SHA-256 of these bytes. */
    public static String hash(ByteString bytes) {
        return ContentVersion.of(bytes);
    }

    /**
     * In this order, so that the content comes last and need not be kept twice; protobuf takes fields in any order.
     *
     * @param type of the content
     */
    private static ByteString encode(String name, String version, String type, ByteString content) {
        int anySize = anySize(type, content);
        byte[] head = new byte[CodedOutputStream.computeStringSize(Resource.NAME_FIELD_NUMBER, name)
                + CodedOutputStream.computeStringSize(Resource.VERSION_FIELD_NUMBER, version)
                + CodedOutputStream.computeTagSize(Resource.RESOURCE_FIELD_NUMBER)
                + CodedOutputStream.computeUInt32SizeNoTag(anySize) + anySize - content.size()];
        CodedOutputStream out = CodedOutputStream.newInstance(head);
        try {
            out.writeString(Resource.NAME_FIELD_NUMBER, name);
            out.writeString(Resource.VERSION_FIELD_NUMBER, version);
            out.writeTag(Resource.RESOURCE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(anySize);
            if (!type.isEmpty()) {
                out.writeString(Any.TYPE_URL_FIELD_NUMBER, type);
            }
            if (!content.isEmpty()) {
                out.writeTag(Any.VALUE_FIELD_NUMBER, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                out.writeUInt32NoTag(content.size());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return UnsafeByteOperations.unsafeWrap(head).concat(content);
    }

    private static int anySize(String type, ByteString content) {
        return (type.isEmpty() ? 0 : CodedOutputStream.computeStringSize(Any.TYPE_URL_FIELD_NUMBER, type))
                + (content.isEmpty() ? 0 : CodedOutputStream.computeBytesSize(Any.VALUE_FIELD_NUMBER, content));
    }
}
