package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever comes as a chunked body: the same data, end and verdict, however it was cut, and trailers without framing. */
class ChunkFuzzTest {
    private static final HeadLimits LIMITS = new HeadLimits(1024, 20);

    private record Outcome(ChunkScanner.Run run, int consumed, String data, String trailers) {}

    @FuzzTest
    void body(byte[] octets) {
        Outcome whole = scan(octets, Math.max(1, octets.length));
        assertThat(scan(octets, 1)).isEqualTo(whole);
        if (whole.run == ChunkScanner.Run.END) {
            assertThat(whole.trailers).endsWith("\r\n").doesNotContain("\0");
            assertThat(whole.trailers.lines().map(line -> line.split(":", 2)[0].toLowerCase(Locale.ROOT)))
                    .doesNotContain("content-length", "transfer-encoding", "host", "connection", "te", "upgrade");
        }
    }

    private static Outcome scan(byte[] octets, int step) {
        ChunkScanner scanner = new ChunkScanner(LIMITS);
        ByteBuf in = Unpooled.buffer(Math.max(1, octets.length));
        StringBuilder data = new StringBuilder();
        StringBuilder trailers = new StringBuilder();
        ChunkScanner.Run run = ChunkScanner.Run.MORE;
        for (int at = 0; at < octets.length && run == ChunkScanner.Run.MORE; at += step) {
            in.writeBytes(octets, at, Math.min(step, octets.length - at));
            do {
                int start = in.readerIndex();
                run = scanner.next(in);
                String passed = in.toString(start, in.readerIndex() - start, StandardCharsets.ISO_8859_1);
                data.append(run == ChunkScanner.Run.DATA ? passed : "");
                trailers.append(run == ChunkScanner.Run.TRAILER ? passed : "");
            } while (run == ChunkScanner.Run.DATA || run == ChunkScanner.Run.FRAMING
                    || run == ChunkScanner.Run.TRAILER);
        }
        Outcome outcome = new Outcome(run, in.readerIndex(), data.toString(),
                run == ChunkScanner.Run.END ? trailers.toString() : "");
        in.release();
        return outcome;
    }
}
