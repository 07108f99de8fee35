package io.spillway.gateway.proxy.differential;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.spillway.gateway.proxy.http.BodyKind;
import io.spillway.gateway.proxy.http.ChunkScanner;
import io.spillway.gateway.proxy.http.Fault;
import io.spillway.gateway.proxy.http.HeadLimits;
import io.spillway.gateway.proxy.http.HeadScanner;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.proxy.http.RequestGate;
import io.spillway.gateway.proxy.http.ResponseGate;
import org.jspecify.annotations.Nullable;

/** The scanners and gates that the proxy itself uses. */
final class OurReader implements Reader {
    private static final HeadLimits LIMITS = HeadLimits.DEFAULT;

    @Override
    public List<Reading> read(byte[] octets, boolean requests, int[] cuts) {
        Connection connection = new Connection(requests, octets.length);
        int from = 0;
        for (int cut : cuts) {
            connection.in.writeBytes(octets, from, cut - from);
            connection.advance();
            from = cut;
        }
        return connection.end();
    }

    private static final class Connection {
        private final boolean requests;
        private final ByteBuf in;
        private final HeadScanner heads;
        private final ChunkScanner chunks = new ChunkScanner(LIMITS);
        private final MessageHead head = new MessageHead();
        private final RequestGate requestGate = new RequestGate(head);
        private final ResponseGate responseGate = new ResponseGate(head);
        private final List<Reading> readings = new ArrayList<>();
        private final StringBuilder data = new StringBuilder();
        private final StringBuilder trailers = new StringBuilder();
        private boolean inBody;
        private BodyKind kind = BodyKind.NONE;
        private long left;

        Connection(boolean requests, int size) {
            this.requests = requests;
            this.in = Unpooled.buffer(Math.max(1, size), Math.max(1, size));
            this.heads = requests ? HeadScanner.forRequests(LIMITS) : HeadScanner.forResponses(LIMITS);
        }

        void advance() {
            while (inBody ? body() : head()) {
                // One step after the other, until more octets are needed.
            }
        }

        private boolean head() {
            HeadScanner.Scan scan = heads.scan(in, head);
            if (scan == HeadScanner.Scan.MORE) {
                return false;
            }
            refuse(scan == HeadScanner.Scan.REFUSED ? heads.fault() : null);
            refuse(requests ? requestGate.check() : responseGate.check(false));
            kind = requests ? requestGate.body() : responseGate.body();
            left = requests ? requestGate.contentLength() : Math.max(0, responseGate.contentLength());
            inBody = true;
            chunks.reset();
            return true;
        }

        private boolean body() {
            return switch (kind) {
                case NONE -> finish();
                case LENGTH -> {
                    int count = (int) Math.min(left, in.readableBytes());
                    data.append(take(count));
                    left -= count;
                    yield left == 0 && finish();
                }
                case CHUNKED -> chunk();
                case UNTIL_CLOSE -> {
                    data.append(take(in.readableBytes()));
                    yield false;
                }
            };
        }

        private boolean chunk() {
            int start = in.readerIndex();
            ChunkScanner.Run run = chunks.next(in);
            String octets = in.toString(start, in.readerIndex() - start, StandardCharsets.ISO_8859_1);
            switch (run) {
                case DATA -> data.append(octets);
                case TRAILER -> trailers.append(octets);
                case BAD -> refuse(chunks.fault());
                case FRAMING, MORE, END -> {
                    // Nothing that the receiver of the body sees.
                }
            }
            return run == ChunkScanner.Run.END ? finish() : run != ChunkScanner.Run.MORE;
        }

        private String take(int count) {
            return in.readCharSequence(count, StandardCharsets.ISO_8859_1).toString();
        }

        private boolean finish() {
            List<String> fields = new ArrayList<>();
            for (int line = 0; line < head.fields(); line++) {
                fields.add(head.text(head.nameStart(line), head.nameEnd(line)) + ": " + head.value(line));
            }
            readings.add(new Reading(first(), second(), fields, data.toString(),
                    trailers.toString().lines().filter(line -> !line.isEmpty()).map(Connection::field).toList()));
            data.setLength(0);
            trailers.setLength(0);
            head.clear();
            heads.reset();
            inBody = false;
            return true;
        }

        private String first() {
            return requests ? head.text(0, requestGate.methodEnd()) : Integer.toString(responseGate.status());
        }

        private String second() {
            if (requests) {
                String line = head.text(0, head.fieldsStart() - 2);
                return line.substring(requestGate.methodEnd() + 1, line.lastIndexOf(' '));
            }
            int reason = responseGate.statusStart() + 4;
            int end = responseGate.statusLineEnd();
            return reason < end ? head.text(reason, end) : "";
        }

        private static String field(String line) {
            int colon = line.indexOf(':');
            return line.substring(0, colon) + ": " + line.substring(colon + 1).strip();
        }

        List<Reading> end() {
            if (inBody && kind == BodyKind.UNTIL_CLOSE) {
                finish();
            }
            if (inBody || in.isReadable()) {
                throw new IllegalStateException("unfinished: " + in.readableBytes() + " octets are left");
            }
            in.release();
            return readings;
        }

        private static void refuse(@Nullable Fault fault) {
            if (fault != null) {
                throw new IllegalStateException("refused: " + fault);
            }
        }
    }
}
