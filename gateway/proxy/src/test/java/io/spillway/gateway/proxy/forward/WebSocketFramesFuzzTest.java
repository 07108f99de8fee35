package io.spillway.gateway.proxy.forward;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever an endpoint sends after 101: a frame of ours goes between two frames of its, never into one. */
class WebSocketFramesFuzzTest {

    @FuzzTest
    void frames(byte[] octets) {
        ByteBuf in = Unpooled.wrappedBuffer(octets);
        WebSocketFrames whole = new WebSocketFrames();
        whole.pass(in);
        WebSocketFrames single = new WebSocketFrames();
        for (int at = 0; at < octets.length; at++) {
            single.pass(in.slice(at, 1));
            assertThat(single.betweenFrames()).as("after octet %d", at).isEqualTo(between(octets, at + 1));
        }
        assertThat(whole.betweenFrames()).isEqualTo(between(octets, octets.length));
        assertThat(in.readableBytes()).as("nothing is moved").isEqualTo(octets.length);
    }

    /** The same by RFC 6455 section 5.2 read frame by frame. */
    private static boolean between(byte[] octets, int end) {
        long at = 0;
        while (at < end) {
            if (end - at < 2) {
                return false;
            }
            int second = octets[(int) at + 1] & 0xff;
            int extended = switch (second & 0x7f) {
                case 126 -> 2;
                case 127 -> 8;
                default -> 0;
            };
            if (end - at < 2 + extended) {
                return false;
            }
            long length = extended == 0 ? second & 0x7f : 0;
            for (int i = 0; i < extended; i++) {
                length = length << 8 | (octets[(int) at + 2 + i] & 0xff);
            }
            length &= Long.MAX_VALUE;
            long head = 2L + extended + (second >= 0x80 ? 4 : 0);
            if (length > end - at - head) {
                return false;
            }
            at += head + length;
        }
        return at == end;
    }
}
