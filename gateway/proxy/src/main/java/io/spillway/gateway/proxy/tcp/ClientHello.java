package io.spillway.gateway.proxy.tcp;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Reads the server name that a TLS client asks for (RFC 8446 sections 4.1.2 and 5.1, RFC 6066 section 3) without taking part
 * in the handshake. The message may come in several records and each in several reads. Strict where two readers could find
 * two names: lengths must fit exactly, and there is one name. Stateless; moves nothing in the buffer.
 */
final class ClientHello {
    /** What a look at the buffer found. */
    sealed interface Found {
        /** More octets are needed. */
        record More() implements Found {}

        /**
         * The message is whole.
         *
         * @param serverName in lower case, null when the client names none
         */
        record Hello(@Nullable String serverName) implements Found {}

        /** What came is no TLS: the first octet says so. */
        record NotTls() implements Found {}

        /** What came begins like TLS and cannot become a ClientHello. */
        record Refused(String why) implements Found {}
    }

    /** The longest message that is read: post-quantum key shares need two of these 16 KiB at the most. */
    static final int MAX_LENGTH = 16 * 1024;

    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int RECORD_HEAD = 5;
    private static final int MESSAGE_HEAD = 4;
    private static final int MAX_RECORD = 16 * 1024;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int LONGEST_NAME = 253;
    private static final Found MORE = new Found.More();
    private static final Found NOT_TLS = new Found.NotTls();

    private ClientHello() {}

    /** Looks at the start of a connection. */
    static Found find(ByteBuf in) {
        if (!in.isReadable()) {
            return MORE;
        }
        if (in.getByte(in.readerIndex()) != HANDSHAKE) {
            return NOT_TLS;
        }
        ByteBuf message = Unpooled.buffer(Math.min(in.readableBytes(), MAX_LENGTH + MESSAGE_HEAD));
        String wrong = records(in, message);
        if (wrong != null) {
            return new Found.Refused(wrong);
        }
        if (message.readableBytes() < MESSAGE_HEAD) {
            return MORE;
        }
        int type = message.readUnsignedByte();
        int length = message.readUnsignedMedium();
        if (type != CLIENT_HELLO) {
            return new Found.Refused("the first handshake message is " + type + " and no ClientHello");
        }
        if (length > MAX_LENGTH) {
            return new Found.Refused("the ClientHello has " + length + " octets, more than " + MAX_LENGTH);
        }
        if (message.readableBytes() < length) {
            return MORE;
        }
        return message(message.readSlice(length));
    }

    /** Joins what the records hold; returns what is wrong with them, or null. */
    private static @Nullable String records(ByteBuf in, ByteBuf message) {
        int at = in.readerIndex();
        while (in.writerIndex() - at >= RECORD_HEAD && message.readableBytes() < MAX_LENGTH + MESSAGE_HEAD) {
            int length = in.getUnsignedShort(at + 3);
            if (in.getByte(at) != HANDSHAKE || in.getByte(at + 1) != 3) {
                // A whole message may be followed by something else, which is not ours to look at.
                return whole(message) ? null : "a record inside the ClientHello is no handshake of TLS";
            }
            if (length == 0 || length > MAX_RECORD) {
                return "a record has " + length + " octets (expected: 1.." + MAX_RECORD + ")";
            }
            int here = Math.min(length, in.writerIndex() - at - RECORD_HEAD);
            message.writeBytes(in, at + RECORD_HEAD, here);
            at += RECORD_HEAD + length;
        }
        return null;
    }

    private static boolean whole(ByteBuf message) {
        return message.readableBytes() >= MESSAGE_HEAD
                && message.readableBytes() - MESSAGE_HEAD >= message.getUnsignedMedium(1);
    }

    private static Found message(ByteBuf hello) {
        // legacy_version and random, then three vectors of which nothing matters but how long they are
        if (!skip(hello, 34) || !vector(hello, 1) || !vector(hello, 2) || !vector(hello, 1)) {
            return new Found.Refused("the ClientHello is shorter than its fields");
        }
        if (!hello.isReadable()) {
            return new Found.Hello(null); // as TLS 1.2 allows, without extensions
        }
        if (hello.readableBytes() < 2 || hello.readUnsignedShort() != hello.readableBytes()) {
            return new Found.Refused("the extensions do not fill the ClientHello");
        }
        return extensions(hello);
    }

    private static boolean skip(ByteBuf in, int count) {
        if (in.readableBytes() < count) {
            return false;
        }
        in.skipBytes(count);
        return true;
    }

    private static boolean vector(ByteBuf in, int lengthOctets) {
        if (in.readableBytes() < lengthOctets) {
            return false;
        }
        return skip(in, lengthOctets == 1 ? in.readUnsignedByte() : in.readUnsignedShort());
    }

    private static Found extensions(ByteBuf in) {
        Found named = null;
        while (in.isReadable()) {
            if (in.readableBytes() < 4) {
                return new Found.Refused("an extension has no length");
            }
            int type = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            if (in.readableBytes() < length) {
                return new Found.Refused("an extension is shorter than its length");
            }
            ByteBuf extension = in.readSlice(length);
            if (type == SERVER_NAME) {
                if (named != null) {
                    return new Found.Refused("there are two server_name extensions");
                }
                named = serverName(extension);
            }
        }
        return named == null ? new Found.Hello(null) : named;
    }

    private static Found serverName(ByteBuf in) {
        boolean one = in.readableBytes() > 5 && in.readUnsignedShort() == in.readableBytes()
                && in.readUnsignedByte() == HOST_NAME && in.readUnsignedShort() == in.readableBytes();
        if (!one) {
            return new Found.Refused("the server_name extension does not hold exactly one host name");
        }
        String name = in.toString(StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
        return host(name)
                ? new Found.Hello(name)
                : new Found.Refused("the server name is no DNS name of up to " + LONGEST_NAME + " characters");
    }

    /** An address is no name here (RFC 6066 section 3), and neither is one with a dot at its end. */
    private static boolean host(String name) {
        boolean sound = name.length() <= LONGEST_NAME && !name.startsWith(".") && !name.endsWith(".")
                && !name.contains("..");
        boolean digits = true;
        for (int i = 0; i < name.length() && sound; i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || c == '-' || c == '_';
            sound = letter || (c >= '0' && c <= '9') || c == '.';
            digits &= !letter;
        }
        return sound && !digits;
    }
}
