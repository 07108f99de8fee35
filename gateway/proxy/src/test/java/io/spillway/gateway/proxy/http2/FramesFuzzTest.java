package io.spillway.gateway.proxy.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.HeadScanner;
import io.spillway.gateway.proxy.http.MessageHead;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever comes as HTTP/2: no exception leaves the codec, and a head that is rendered as HTTP/1 is exactly one head for
 * whoever reads it. The heads are those of the real codec: frames, HPACK, {@link HeadCollector}.
 */
@Tag("slow")
class FramesFuzzTest {
    private static final HeadLimits LIMITS = new HeadLimits(4096, 50);
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    private static final String MALFORMED = "malformed: ";
    private static final int LONGEST_FRAME = 16_384;

    /** The octets are frames after the client's preface and settings; cutting them changes nothing. */
    @FuzzTest
    void frames(byte[] octets) {
        List<String> whole = play(Unpooled.wrappedBuffer(PREFACE, SETTINGS, octets), Integer.MAX_VALUE);
        assertThat(play(Unpooled.wrappedBuffer(PREFACE, SETTINGS, octets), 1)).isEqualTo(whole);
    }

    /** The octets are an HPACK block, the only one of a HEADERS frame that ends its request. */
    @FuzzTest
    void head(byte[] block) {
        int length = Math.min(block.length, LONGEST_FRAME);
        ByteBuf frame = Unpooled.buffer(9 + length).writeMedium(length).writeByte(1).writeByte(0x5).writeInt(1)
                .writeBytes(block, 0, length);
        play(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(PREFACE, SETTINGS), frame), Integer.MAX_VALUE);
    }

    /** Returns what a server made of it: the heads, rendered. */
    private static List<String> play(ByteBuf octets, int step) {
        Codec codec = Codec.server(Http2Limits.accepted(false, LIMITS), octets.alloc());
        List<String> heads = new ArrayList<>();
        codec.decoder().frameListener(new Heads(codec.heads(), heads));
        EmbeddedChannel channel = new EmbeddedChannel(new Server(codec));
        while (octets.isReadable() && channel.isOpen()) {
            channel.writeInbound(octets.readRetainedSlice(Math.min(step, octets.readableBytes())));
        }
        channel.checkException();
        channel.finishAndReleaseAll();
        codec.heads().clear();
        octets.release();
        heads.stream().filter(head -> !head.startsWith(MALFORMED)).forEach(FramesFuzzTest::assertOneHead);
        return heads;
    }

    private static final class Server extends Http2ConnectionHandler {
        Server(Codec codec) {
            super(codec.decoder(), codec.encoder(), codec.settings());
        }
    }

    private static final class Heads extends Http2FrameAdapter {
        private final HeadCollector collector;
        private final List<String> heads;

        Heads(HeadCollector collector, List<String> heads) {
            this.collector = collector;
            this.heads = heads;
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding,
                boolean endOfStream) {
            ByteBuf head = collector.takeRequest(endOfStream);
            if (head == null) {
                heads.add(MALFORMED + collector.malformed());
                return;
            }
            // Judged later: the codec would take an error thrown here for the peer's.
            heads.add(ByteBufUtil.hexDump(head));
            head.release();
        }

        @Override
        public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int dependency,
                short weight, boolean exclusive, int padding, boolean endOfStream) {
            onHeadersRead(ctx, streamId, headers, padding, endOfStream);
        }
    }

    private static void assertOneHead(String octets) {
        ByteBuf head = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets));
        int length = head.readableBytes();
        MessageHead read = new MessageHead();
        if (HeadScanner.forRequests(new HeadLimits(1 << 20, 10_000)).scan(head, read) == HeadScanner.Scan.DONE) {
            assertThat(read.length()).as("nothing is left after the head").isEqualTo(length);
            read.clear();
        }
        head.release();
    }
}
