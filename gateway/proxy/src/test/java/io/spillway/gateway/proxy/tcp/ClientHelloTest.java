package io.spillway.gateway.proxy.tcp;

import java.nio.ByteBuffer;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which name a client asks for, however its first message is cut, and what is refused. */
@Tag("slow")
class ClientHelloTest {

    /** Returns what a TLS client of the JDK sends first. */
    static byte[] hello(@Nullable String serverName) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        if (serverName != null) {
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
            engine.setSSLParameters(parameters);
        }
        ByteBuffer out = ByteBuffer.allocate(32 * 1024);
        engine.wrap(ByteBuffer.allocate(0), out);
        byte[] octets = new byte[out.position()];
        out.flip().get(octets);
        return octets;
    }

    private static ClientHello.Found find(byte[] octets, int length) {
        ByteBuf in = Unpooled.wrappedBuffer(octets, 0, length);
        ClientHello.Found found = ClientHello.find(in);
        assertThat(in.readerIndex()).isZero();
        return found;
    }

    private static ClientHello.Found find(byte[] octets) {
        return find(octets, octets.length);
    }

    /** Puts the message of one record into records of that many octets. */
    private static byte[] cut(byte[] one, int size) {
        ByteBuf out = Unpooled.buffer();
        for (int at = 5; at < one.length; at += size) {
            int length = Math.min(size, one.length - at);
            out.writeBytes(one, 0, 3).writeShort(length).writeBytes(one, at, length);
        }
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    @Test
    void theNameIsFoundWhenTheLastOctetIsThereAndNotBefore() throws Exception {
        byte[] octets = hello("Db.Example");
        for (int length = 0; length < octets.length; length++) {
            assertThat(find(octets, length)).isInstanceOf(ClientHello.Found.More.class);
        }
        assertThat(find(octets)).isEqualTo(new ClientHello.Found.Hello("db.example"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void aMessageInManyRecordsIsOneMessage(int size) throws Exception {
        assertThat(find(cut(hello("db.example"), size))).isEqualTo(new ClientHello.Found.Hello("db.example"));
    }

    @Test
    void aClientThatNamesNobody() throws Exception {
        assertThat(find(hello(null))).isEqualTo(new ClientHello.Found.Hello(null));
    }

    @Test
    void whatFollowsIsNotLookedAt() throws Exception {
        byte[] octets = hello("db.example");
        assertThat(find(java.util.Arrays.copyOf(octets, octets.length + 20)))
                .isEqualTo(new ClientHello.Found.Hello("db.example"));
    }

    @Test
    void anotherProtocolIsKnownByItsFirstOctet() {
        assertThat(find("GET / HTTP/1.1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 1))
                .isInstanceOf(ClientHello.Found.NotTls.class);
    }

    @Test
    void lengthsThatDoNotFitAreRefusedAndNeverReadBeyond() throws Exception {
        byte[] good = hello("db.example");
        int refused = 0;
        for (int at = 0; at < good.length; at++) {
            for (int flip : new int[]{0x01, 0x80, 0xff}) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) flip;
                refused += find(bad) instanceof ClientHello.Found.Refused ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(50);
    }

    @Test
    void aMessageTooLongToBeOneIsRefusedAtItsHead() {
        byte[] head = {22, 3, 1, 0x40, 0, 1, 0x7f, 0, 0};
        assertThat(find(head)).isInstanceOfSatisfying(ClientHello.Found.Refused.class,
                refused -> assertThat(refused.why()).contains("more than"));
        assertThat(find(new byte[]{22, 3, 1, 0, 0})).isInstanceOf(ClientHello.Found.Refused.class);
        assertThat(find(new byte[]{22, 3, 1, 0, 4, 2, 0, 0, 0})).isInstanceOfSatisfying(
                ClientHello.Found.Refused.class, refused -> assertThat(refused.why()).contains("no ClientHello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", ".example", "a..b", "a.b.", "a b", "x\u0000y"})
    void whatIsNoNameIsRefused(String name) throws Exception {
        byte[] octets = hello("0123456789abcdef".substring(0, name.length()) + ".q");
        // The JDK would not send such a name: it is written over a good one of the same length plus two.
        String good = "0123456789abcdef".substring(0, name.length()) + ".q";
        int at = new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(good);
        byte[] shorter = replace(octets, at, good.length(), name);
        assertThat(find(shorter)).isInstanceOf(ClientHello.Found.Refused.class);
    }

    /** Replaces the name and mends every length around it. */
    private static byte[] replace(byte[] octets, int at, int length, String name) {
        int less = length - name.length();
        ByteBuf in = Unpooled.copiedBuffer(octets);
        ByteBuf out = Unpooled.buffer();
        out.writeBytes(octets, 0, at).writeBytes(name.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                .writeBytes(octets, at + length, octets.length - at - length);
        for (int back : new int[]{2, 5, 7}) {
            out.setShort(at - back, in.getUnsignedShort(at - back) - less);
        }
        out.setShort(3, in.getUnsignedShort(3) - less);
        out.setMedium(6, in.getUnsignedMedium(6) - less);
        int extensions = 5 + 4 + 34;
        extensions += 1 + in.getUnsignedByte(extensions);
        extensions += 2 + in.getUnsignedShort(extensions);
        extensions += 1 + in.getUnsignedByte(extensions);
        out.setShort(extensions, in.getUnsignedShort(extensions) - less);
        byte[] made = new byte[out.readableBytes()];
        out.readBytes(made);
        return made;
    }
}
