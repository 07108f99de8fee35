package io.spillway.wire.xds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;

/** The version of a resource, which is made of its content: equal on every node and after every restart. */
public final class ContentVersion {

    private static final int BYTES = 8;

    private ContentVersion() {}

    /** Returns the bytes of a message; maps are in the order of their keys, so that equal messages have equal bytes. */
    public static ByteString bytes(Message message) {
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

    /** Returns the version of content: the first 16 hex digits of the SHA-256 of its bytes. */
    public static String of(ByteString content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            content.asReadOnlyByteBufferList().forEach(digest::update);
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
