package io.spillway.gateway.proxy.upstream;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.NetUtil;
import io.spillway.gateway.snapshot.ProxyProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY protocol header that a connection to an endpoint begins with (haproxy.org, proxy-protocol.txt, sections 2.1
 * and 2.2): whom the connection is for. Immutable.
 */
public final class Introduction {
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int VERSION_2_PROXY = 0x21;
    private static final int VERSION_2_LOCAL = 0x20;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    private final ProxyProtocol version;
    private final byte @Nullable [] source;
    private final int sourcePort;
    private final byte @Nullable [] target;
    private final int targetPort;
    private final String key;

    /**
     * Creates a header.
     *
     * @param client the client's IP address; anything else makes a header that says that it is not known
     * @param port the client's port, 0 when it is not known
     * @param reached where the client connected to, null when that is no port
     */
    public Introduction(ProxyProtocol version, String client, int port, @Nullable InetSocketAddress reached) {
        this.version = version;
        this.sourcePort = port;
        byte @Nullable [] from = NetUtil.createByteArrayFromIpAddressString(client);
        InetAddress at = reached == null ? null : reached.getAddress();
        byte @Nullable [] to = at == null ? null : at.getAddress();
        this.targetPort = reached == null ? 0 : reached.getPort();
        if (from != null && (to == null || to.length != from.length)) {
            // Both addresses are of one family; the client's is the one that matters.
            to = to == null ? new byte[from.length] : from.length > to.length ? mapped(to) : to;
            from = to.length > from.length ? mapped(from) : from;
        }
        this.source = from;
        this.target = to;
        this.key = version + " " + client + " " + port;
    }

    /** Returns an IPv4 address as IPv6 has it (RFC 4291 section 2.5.5.2). */
    private static byte[] mapped(byte[] four) {
        byte[] six = new byte[16];
        six[10] = (byte) 0xff;
        six[11] = (byte) 0xff;
        System.arraycopy(four, 0, six, 12, 4);
        return six;
    }

    /** Returns what tells the connections of two clients apart. */
    String key() {
        return key;
    }

    /** Returns the octets of the header. */
    ByteBuf octets(ByteBufAllocator allocator) {
        return version == ProxyProtocol.V1 ? text(allocator) : binary(allocator);
    }

    private ByteBuf text(ByteBufAllocator allocator) {
        byte @Nullable [] from = source;
        byte @Nullable [] to = target;
        String line = from == null || to == null
                ? "PROXY UNKNOWN\r\n"
                : "PROXY " + (from.length == 4 ? "TCP4 " : "TCP6 ") + NetUtil.bytesToIpAddress(from) + " "
                        + NetUtil.bytesToIpAddress(to) + " " + sourcePort + " " + targetPort + "\r\n";
        return allocator.directBuffer(line.length()).writeBytes(line.getBytes(StandardCharsets.US_ASCII));
    }

    private ByteBuf binary(ByteBufAllocator allocator) {
        byte @Nullable [] from = source;
        byte @Nullable [] to = target;
        ByteBuf out = allocator.directBuffer(64).writeBytes(SIGNATURE);
        if (from == null || to == null) {
            return out.writeByte(VERSION_2_LOCAL).writeByte(0).writeShort(0);
        }
        return out.writeByte(VERSION_2_PROXY).writeByte(from.length == 4 ? TCP4 : TCP6)
                .writeShort(2 * from.length + 4).writeBytes(from).writeBytes(to).writeShort(sourcePort)
                .writeShort(targetPort);
    }
}
