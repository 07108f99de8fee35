package io.spillway.gateway.proxy.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.spillway.gateway.proxy.harness.Octets;
import io.spillway.gateway.proxy.http.Turn;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Heads of HTTP/1 in HPACK, read back by Netty's decoder. */
class HeadPackerTest {
    private final HeadPacker packer = new HeadPacker();
    private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private List<String> packed(HeadOctets head) throws Http2Exception {
        ByteBuf out = Unpooled.buffer();
        packer.encodeHeaders(1, head, out);
        Http2Headers read = decoder.decodeHeaders(1, out);
        List<String> fields = new ArrayList<>();
        read.forEach(field -> fields.add(field.getKey() + "=" + field.getValue()));
        return fields;
    }

    @Test
    void aTunnel() throws Exception {
        assertThat(packed(new HeadOctets().tunnel(octets("CONNECT db:5432 HTTP/1.1\r\nVia: x\r\nHost: db:5432\r\n\r\n"),
                AsciiString.of("https"), Turn.CONNECT)))
                .containsExactly(":method=CONNECT", ":authority=db:5432", "via=x");
        assertThat(packed(new HeadOctets().tunnel(
                octets(Octets.lines("GET /chat HTTP/1.1", "Host: a", "Connection: Upgrade", "Upgrade: websocket", "")),
                AsciiString.of("https"), Turn.WEBSOCKET))).containsExactly(":method=CONNECT", ":protocol=websocket",
                        ":scheme=https", ":authority=a", ":path=/chat");
    }

    @Test
    void aRequest() throws Exception {
        assertThat(packed(new HeadOctets().request(octets(Octets.lines("POST /a?b HTTP/1.1",
                "Accept:  x ", "HOST: a.example", "Content-Length: 0", "Connection: TE", "TE: Trailers",
                "Authorization: secret", "X-Own:", "")),
                AsciiString.of("https")))).containsExactly(":method=POST", ":scheme=https", ":authority=a.example",
                        ":path=/a?b", "accept=x", "content-length=0", "te=Trailers", "authorization=secret", "x-own=");
        assertThat(packed(new HeadOctets().request(octets("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                AsciiString.of("http")))).containsExactly(":method=GET", ":scheme=http", ":authority=a", ":path=/");
        assertThat(packed(new HeadOctets().request(octets("PURGE /x HTTP/1.1\r\nHost: a\r\n\r\n"),
                AsciiString.of("http")))).startsWith(":method=PURGE");
    }

    @Test
    void everyStatus() throws Exception {
        for (int status = 100; status < 600; status++) {
            assertThat(packed(new HeadOctets().response(octets("HTTP/1.1 " + status + " \r\nDate: now\r\n\r\n"))))
                    .containsExactly(":status=" + status, "date=now");
        }
    }

    @Test
    void longTextsAndTrailers() throws Exception {
        for (int length : new int[]{0, 126, 127, 128, 254, 255, 256, 4000}) {
            String value = "v".repeat(length);
            assertThat(packed(new HeadOctets().trailers(octets("Grpc-Status: 0\r\nx-long: " + value + "\r\n"))))
                    .containsExactly("grpc-status=0", "x-long=" + value);
        }
        assertThat(packed(new HeadOctets().trailers(octets("")))).isEmpty();
    }

    @Test
    void credentialsAreMarkedForEveryHopBehind() throws Exception {
        ByteBuf out = Unpooled.buffer();
        packer.encodeHeaders(1, new HeadOctets().trailers(octets("authorization: x\r\n")), out);
        assertThat(out.getByte(0) & 0xf0).as("RFC 7541 section 6.2.3").isEqualTo(0x10);
    }

    @Test
    void aPeerThatShrinksItsTableHearsThatItIsNotUsed() throws Exception {
        packer.maxHeaderTableSize(100);
        ByteBuf out = Unpooled.buffer();
        packer.encodeHeaders(1, new HeadOctets().trailers(octets("a: b\r\n")), out);
        assertThat(out.getByte(0)).isEqualTo((byte) 0x20);
        out.clear();
        packer.encodeHeaders(3, new HeadOctets().trailers(octets("a: b\r\n")), out);
        assertThat(out.getByte(0)).isZero();
    }

    @Test
    void aHeadThatThePeerWillNotTakeIsNotSent() {
        packer.maxHeaderListSize(100);
        ByteBuf out = Unpooled.buffer();
        assertThatThrownBy(() -> packer.encodeHeaders(1,
                new HeadOctets().trailers(octets("x: " + "v".repeat(100) + "\r\n")), out))
                .isInstanceOf(Http2Exception.class);
        assertThat(out.isReadable()).isFalse();
    }
}
