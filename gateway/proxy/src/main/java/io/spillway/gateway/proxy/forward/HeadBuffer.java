package io.spillway.gateway.proxy.forward;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.spillway.gateway.proxy.http.MessageHead;
import io.spillway.gateway.route.HeaderEdits;

/**
 * Writes an edited head: runs of lines that stay are copied in one piece, lines that go are skipped. Stateless; the
 * caller walks over the lines.
 */
final class HeadBuffer {
    private static final byte[] LINE_END = {'\r', '\n'};

    private HeadBuffer() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] line(String name, String value) {
        return bytes(name + ": " + value + "\r\n");
    }

    static void text(ByteBuf out, String text) {
        out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    }

    static void field(ByteBuf out, byte[] nameAndColon, String value) {
        out.writeBytes(nameAndColon);
        text(out, value);
        out.writeBytes(LINE_END);
    }

    static void lineEnd(ByteBuf out) {
        out.writeBytes(LINE_END);
    }

    /** Copies octets of the head as they came. */
    static void copy(ByteBuf out, MessageHead head, int from, int to) {
        out.writeBytes(head.octets(), from, to - from);
    }

    /** Which lines of a head stay. */
    interface Keep {
        boolean keep(int line);
    }

    /** Copies the lines that stay, neighbours in one piece. */
    static void lines(ByteBuf out, MessageHead head, Keep keep) {
        int runStart = head.fieldsStart();
        int runEnd = runStart;
        for (int line = 0; line < head.fields(); line++) {
            if (keep.keep(line)) {
                runEnd = head.lineEnd(line);
            } else {
                if (runEnd > runStart) {
                    copy(out, head, runStart, runEnd);
                }
                runStart = head.lineEnd(line);
                runEnd = runStart;
            }
        }
        if (runEnd > runStart) {
            copy(out, head, runStart, runEnd);
        }
    }

    /** Tells whether a route takes this line away. What the gateway itself reads or writes no route can name. */
    static boolean dropped(HeaderEdits edits, MessageHead head, int line) {
        return head.field(line).passes() && edits.drops(head.text(head.nameStart(line), head.nameEnd(line)));
    }

    /** Writes the lines that a route adds. */
    static void added(ByteBuf out, HeaderEdits edits) {
        lines(out, edits.set());
        lines(out, edits.add());
    }

    private static void lines(ByteBuf out, List<HeaderEdits.Line> lines) {
        for (int i = 0; i < lines.size(); i++) {
            text(out, lines.get(i).name());
            text(out, ": ");
            text(out, lines.get(i).value());
            lineEnd(out);
        }
    }
}
