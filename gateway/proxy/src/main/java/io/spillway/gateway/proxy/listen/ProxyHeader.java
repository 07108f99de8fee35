package io.spillway.gateway.proxy.listen;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the PROXY protocol header, version 1 or 2, with which a load balancer in front says who the client is
 * (haproxy.org, proxy-protocol.txt, section 2). Strict: one space, no leading zeros, known families of streams only, and a
 * length that the header's own fields fill exactly. Stateless.
 */
final class ProxyHeader {
    /** What a look at the buffer found. */
    sealed interface Found {
        /** More octets are needed. */
        record More() implements Found {}

        /** What came cannot become a header. */
        record Refused(String why) implements Found {}

        /**
         * A header of that many octets.
         *
         * @param client the client's address; null when the one in front speaks for itself or does not know
         */
        record Header(int length, @Nullable String client) implements Found {}
    }

    /** The longest header of version 2 that is read: addresses and several hundred octets of additions. */
    static final int MAX_V2 = 1024;

    private static final int MAX_V1 = 107;
    private static final byte[] V1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] V2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int V2_HEAD = 16;
    private static final int CHECKSUM = 3;
    private static final Found MORE = new Found.More();

    private ProxyHeader() {}

    /** Looks at the start of a connection; moves nothing in the buffer. */
    static Found find(ByteBuf in) {
        if (starts(in, V1)) {
            return in.readableBytes() < V1.length ? MORE : first(in);
        }
        if (starts(in, V2)) {
            return in.readableBytes() < V2_HEAD ? MORE : second(in);
        }
        return new Found.Refused("the connection does not begin with a PROXY header");
    }

    private static boolean starts(ByteBuf in, byte[] signature) {
        int length = Math.min(in.readableBytes(), signature.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    private static Found first(ByteBuf in) {
        int from = in.readerIndex();
        int lineFeed = in.indexOf(from, Math.min(in.writerIndex(), from + MAX_V1), (byte) '\n');
        if (lineFeed < 0) {
            return in.readableBytes() < MAX_V1 ? MORE : new Found.Refused("the line is longer than " + MAX_V1);
        }
        if (in.getByte(lineFeed - 1) != '\r') {
            return new Found.Refused("the line does not end with CR LF");
        }
        int length = lineFeed + 1 - from;
        String line = in.toString(from, length - 2, StandardCharsets.ISO_8859_1);
        String[] words = line.split(" ", -1);
        if (words[1].equals("UNKNOWN")) {
            return new Found.Header(length, null);
        }
        boolean v4 = words[1].equals("TCP4");
        if (words.length != 6 || !(v4 || words[1].equals("TCP6"))) {
            return new Found.Refused("the line is not 'PROXY TCP4|TCP6 source destination port port'");
        }
        boolean sound = address(words[2], v4) && address(words[3], v4) && port(words[4]) && port(words[5]);
        return sound ? new Found.Header(length, words[2]) : new Found.Refused("an address or a port is malformed");
    }

    private static boolean address(String text, boolean v4) {
        return v4 ? NetUtil.isValidIpV4Address(text) : text.indexOf('%') < 0 && NetUtil.isValidIpV6Address(text);
    }

    private static boolean port(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (text.length() == 1 || text.charAt(0) != '0') && Integer.parseInt(text) <= 65_535;
    }

    private static Found second(ByteBuf in) {
        int from = in.readerIndex();
        int command = in.getByte(from + 12) & 0xff;
        int family = in.getByte(from + 13) & 0xff;
        int rest = in.getUnsignedShort(from + 14);
        if (command != 0x20 && command != 0x21) {
            return new Found.Refused("the version is not 2, or the command neither LOCAL nor PROXY");
        }
        if (rest > MAX_V2 - V2_HEAD) {
            return new Found.Refused("the header is longer than " + MAX_V2);
        }
        int addresses = addresses(family);
        if (addresses < 0 || rest < addresses) {
            return new Found.Refused("the family is no stream's, or its addresses are not there");
        }
        if (in.readableBytes() < V2_HEAD + rest) {
            return MORE;
        }
        if (!additions(in, from, from + V2_HEAD + addresses, from + V2_HEAD + rest)) {
            return new Found.Refused("the additions do not fill the header, or the checksum is wrong");
        }
        String client = command == 0x20 ? null : client(in, from + V2_HEAD, family);
        return new Found.Header(V2_HEAD + rest, client);
    }

    /** Returns how many octets the two addresses have, -1 for a family that no stream has. */
    private static int addresses(int family) {
        return switch (family) {
            case 0x00 -> 0;
            case 0x11 -> 12;
            case 0x21 -> 36;
            case 0x31 -> 216;
            default -> -1;
        };
    }

    private static @Nullable String client(ByteBuf in, int at, int family) {
        return switch (family) {
            case 0x11 -> NetUtil.bytesToIpAddress(ByteBufUtil.getBytes(in, at, 4));
            case 0x21 -> NetUtil.bytesToIpAddress(ByteBufUtil.getBytes(in, at, 16));
            default -> null;
        };
    }

    /** Additions are a type, a length of two octets and a value, one after the other up to the end. */
    private static boolean additions(ByteBuf in, int from, int start, int end) {
        int at = start;
        while (at < end) {
            if (end - at < 3) {
                return false;
            }
            int length = in.getUnsignedShort(at + 1);
            if (end - at - 3 < length || (in.getByte(at) == CHECKSUM && !checksum(in, from, at + 3, length, end))) {
                return false;
            }
            at += 3 + length;
        }
        return true;
    }

    private static boolean checksum(ByteBuf in, int from, int at, int length, int end) {
        if (length != 4) {
            return false;
        }
        byte[] header = ByteBufUtil.getBytes(in, from, end - from);
        for (int i = 0; i < 4; i++) {
            header[at - from + i] = 0;
        }
        CRC32C sum = new CRC32C();
        sum.update(header);
        return sum.getValue() == in.getUnsignedInt(at);
    }
}
