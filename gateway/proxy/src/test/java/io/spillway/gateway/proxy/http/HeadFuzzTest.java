package io.spillway.gateway.proxy.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/** Whatever comes as a head: one verdict, however it was cut, and what passes the gate has nothing hidden in its lines. */
class HeadFuzzTest {
    private static final HeadLimits LIMITS = new HeadLimits(1024, 20);

    @FuzzTest
    void request(byte[] octets) {
        assertThat(scan(octets, true, 1)).isEqualTo(scan(octets, true, Math.max(1, octets.length)));
    }

    @FuzzTest
    void answer(byte[] octets) {
        assertThat(scan(octets, false, 1)).isEqualTo(scan(octets, false, Math.max(1, octets.length)));
    }

    /** Returns the verdict: it does not depend on the cut, but which of several faults is seen first may. */
    private static String scan(byte[] octets, boolean request, int step) {
        HeadScanner scanner = request ? HeadScanner.forRequests(LIMITS) : HeadScanner.forResponses(LIMITS);
        MessageHead head = new MessageHead();
        ByteBuf in = Unpooled.buffer(Math.max(1, octets.length));
        HeadScanner.Scan scan = HeadScanner.Scan.MORE;
        for (int at = 0; at < octets.length && scan == HeadScanner.Scan.MORE; at += step) {
            in.writeBytes(octets, at, Math.min(step, octets.length - at));
            scan = scanner.scan(in, head);
        }
        String verdict = scan.name();
        if (scan == HeadScanner.Scan.DONE) {
            verdict += " " + in.readerIndex() + " " + judge(head, request);
            head.clear();
        }
        in.release();
        return verdict;
    }

    private static @Nullable Fault judge(MessageHead head, boolean request) {
        assertThat(head.fields()).isLessThanOrEqualTo(LIMITS.fields());
        assertThat(head.length()).isLessThanOrEqualTo(LIMITS.bytes());
        assertThat(head.text(0, head.fieldsStart() - 2)).doesNotContain("\r", "\n", "\0");
        int at = head.fieldsStart();
        for (int line = 0; line < head.fields(); line++) {
            assertThat(head.nameStart(line)).isEqualTo(at);
            assertThat(head.value(line)).doesNotContain("\r", "\n", "\0");
            at = head.lineEnd(line);
        }
        assertThat(at + 2).isEqualTo(head.length());
        Fault fault = request ? new RequestGate(head).check() : new ResponseGate(head).check(false);
        if (fault == null) {
            assertThat(head.count(Field.TRANSFER_ENCODING) + head.count(Field.CONTENT_LENGTH)).isLessThanOrEqualTo(1);
        }
        return fault;
    }
}
