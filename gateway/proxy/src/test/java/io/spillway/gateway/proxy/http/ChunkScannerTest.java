package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunked bodies, whole and in pieces, sound and mutated. */
class ChunkScannerTest {
    private static final String SOUND = "5;a=\"b;c\"\r\nhello\r\n0006\r\n world\r\n0;end\r\nX-Sum: 11\r\nX-Empty:\r\n\r\n";

    private record Result(ChunkScanner.Run end, String data, int consumed) {}

    private static Result scan(String octets, SplittableRandom random) {
        ChunkScanner scanner = new ChunkScanner(HeadLimits.DEFAULT);
        ByteBuf in = Unpooled.buffer(octets.length());
        StringBuilder data = new StringBuilder();
        int written = 0;
        while (written < octets.length()) {
            int count = Math.min(octets.length() - written, random.nextInt(1, 20));
            in.writeCharSequence(octets.substring(written, written + count), StandardCharsets.ISO_8859_1);
            written += count;
            ChunkScanner.Run run = ChunkScanner.Run.FRAMING;
            while (run == ChunkScanner.Run.FRAMING || run == ChunkScanner.Run.DATA || run == ChunkScanner.Run.TRAILER) {
                int start = in.readerIndex();
                run = scanner.next(in);
                if (run == ChunkScanner.Run.DATA) {
                    data.append(in.toString(start, in.readerIndex() - start, StandardCharsets.ISO_8859_1));
                }
            }
            if (run != ChunkScanner.Run.MORE) {
                return new Result(run, data.toString(), in.readerIndex());
            }
        }
        return new Result(ChunkScanner.Run.MORE, data.toString(), in.readerIndex());
    }

    @Test
    void saysWhatIsDataHoweverTheOctetsAreCut() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 500; i++) {
            assertThat(scan(SOUND + "GET / HTTP/1.1", random))
                    .isEqualTo(new Result(ChunkScanner.Run.END, "hello world", SOUND.length()));
        }
    }

    @Test
    void aMutatedBodyIsEitherSoundOrRefusedAndTheCutDoesNotMatter() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 30_000; i++) {
            StringBuilder text = new StringBuilder(SOUND);
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                int at = random.nextInt(text.length());
                if (random.nextBoolean()) {
                    text.setCharAt(at, (char) random.nextInt(256));
                } else {
                    text.deleteCharAt(at);
                }
            }
            String octets = text.toString();
            Result first = scan(octets, random);
            Result second = scan(octets, random);
            assertThat(second.end).as(octets).isEqualTo(first.end);
            assertThat(second.consumed).as(octets).isEqualTo(first.consumed);
        }
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        SplittableRandom random = new SplittableRandom(3);
        assertThat(scan("fffffffffffffff\r\n", random).end).isEqualTo(ChunkScanner.Run.MORE);
        assertThat(scan("1000000000000000\r\n", random).end).isEqualTo(ChunkScanner.Run.BAD);
    }

    @Test
    void endlessTrailersAreRefused() {
        SplittableRandom random = new SplittableRandom(4);
        assertThat(scan("0\r\n" + "X: y\r\n".repeat(101) + "\r\n", random).end).isEqualTo(ChunkScanner.Run.BAD);
        assertThat(scan("0\r\nX: " + "y".repeat(40_000), random).end).isEqualTo(ChunkScanner.Run.BAD);
    }
}
