package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random and mutated octets: never an exception, never more than the limit, the same verdict however they are cut. */
class HeadScannerFuzzTest {
    private static final HeadLimits LIMITS = new HeadLimits(1024, 20);
    private static final List<String> SEEDS = List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "POST /a?b=c HTTP/1.1\r\nHost: a:80\r\nContent-Length: 12\r\n\r\n",
            "PUT http://a/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close, X-A\r\nX-A: b\r\n\r\n",
            "\r\nOPTIONS * HTTP/1.0\r\nHost: [::1]:8080\r\nExpect: 100-continue\r\nUpgrade: h2c\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
            "HTTP/1.1 304\r\nKeep-Alive: timeout=5\r\nConnection: keep-alive\r\n\r\n");
    private static final String SPICE = "\r\n\t :;,\0\"\\/*?#@chunkedContent-Length0123456789\u0080\u0085\u00a0\u00ff";

    private record Verdict(String scan, @Nullable Fault fault, int consumed, int fields) {}

    @Test
    void mutatedHeadsGetOneVerdictWhateverTheCut() {
        long seed = 20260801;
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 15_000; round++) {
            byte[] octets = mutate(random, SEEDS.get(random.nextInt(SEEDS.size())));
            boolean request = random.nextBoolean();
            Verdict whole = scan(octets, request, List.of(octets.length));
            Verdict cut = scan(octets, request, cuts(random, octets.length));
            if (!whole.scan.equals("REFUSED")) {
                assertThat(cut).as("round %d of seed %d", round, seed).isEqualTo(whole);
            } else {
                assertThat(cut.scan).as("round %d of seed %d", round, seed).isEqualTo("REFUSED");
            }
        }
    }

    @Test
    void anEndlessHeadIsRefusedAtTheLimit() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            HeadScanner scanner = HeadScanner.forRequests(LIMITS);
            MessageHead head = new MessageHead();
            ByteBuf in = Unpooled.buffer();
            in.writeCharSequence("GET / HTTP/1.1\r\nHost: a\r\nX: ", StandardCharsets.ISO_8859_1);
            HeadScanner.Scan scan = scanner.scan(in, head);
            while (scan == HeadScanner.Scan.MORE) {
                in.writeZero(0);
                for (int i = random.nextInt(1, 100); i > 0; i--) {
                    in.writeByte('a' + random.nextInt(26));
                }
                scan = scanner.scan(in, head);
                assertThat(in.readableBytes()).isLessThan(LIMITS.bytes() + 200);
            }
            assertThat(scan).isEqualTo(HeadScanner.Scan.REFUSED);
            assertThat(scanner.fault()).isEqualTo(Fault.HEAD_TOO_LARGE);
            in.release();
        }
    }

    private static byte[] mutate(SplittableRandom random, String seed) {
        StringBuilder text = new StringBuilder(seed);
        for (int i = random.nextInt(6); i > 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            char spice = random.nextInt(4) == 0
                    ? (char) random.nextInt(256)
                    : SPICE.charAt(random.nextInt(SPICE.length()));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, spice);
                case 1 -> text.insert(at, spice);
                case 2 -> text.deleteCharAt(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(30))));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Integer> cuts(SplittableRandom random, int length) {
        List<Integer> cuts = new ArrayList<>();
        int at = 0;
        while (at < length) {
            at = Math.min(length, at + random.nextInt(1, 12));
            cuts.add(at);
        }
        return cuts;
    }

    private static Verdict scan(byte[] octets, boolean request, List<Integer> cuts) {
        HeadScanner scanner = request ? HeadScanner.forRequests(LIMITS) : HeadScanner.forResponses(LIMITS);
        MessageHead head = new MessageHead();
        ByteBuf in = Unpooled.buffer(octets.length + 16);
        HeadScanner.Scan scan = HeadScanner.Scan.MORE;
        int written = 0;
        int skipped = 0;
        for (int cut : cuts) {
            in.writeBytes(octets, written, cut - written);
            written = cut;
            scan = scanner.scan(in, head);
            if (scan != HeadScanner.Scan.MORE) {
                break;
            }
            skipped = in.readerIndex();
        }
        if (scan == HeadScanner.Scan.DONE) {
            judge(head, request);
        }
        Verdict verdict = new Verdict(scan.name(), scan == HeadScanner.Scan.REFUSED ? scanner.fault() : null,
                scan == HeadScanner.Scan.DONE ? in.readerIndex() : skipped,
                scan == HeadScanner.Scan.DONE ? head.fields() : 0);
        head.clear();
        in.release();
        return verdict;
    }

    /** A head that passes the gate holds no octet that could end a line early, and its lines cover it without gaps. */
    private static void judge(MessageHead head, boolean request) {
        @Nullable
        Fault fault = request ? new RequestGate(head).check() : new ResponseGate(head).check(false);
        int at = head.fieldsStart();
        for (int line = 0; line < head.fields(); line++) {
            assertThat(head.nameStart(line)).isEqualTo(at);
            assertThat(head.nameEnd(line)).isLessThan(head.valueStart(line) + 1);
            assertThat(head.value(line)).doesNotContain("\r", "\n", "\0");
            at = head.lineEnd(line);
        }
        assertThat(at + 2).isEqualTo(head.length());
        if (fault == null && head.count(Field.TRANSFER_ENCODING) > 0) {
            assertThat(head.count(Field.CONTENT_LENGTH)).isZero();
            assertThat(head.count(Field.TRANSFER_ENCODING)).isEqualTo(1);
        }
    }
}
