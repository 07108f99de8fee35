package io.spillway.gateway.proxy.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * Answers on which two readers of HTTP/1 could disagree. Each must become a 502 of the gateway's own, and the connection
 * that it came on must be closed.
 */
public final class AnswerFamilies {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final char[] SUSPECTS = "\0\u0001\u0008\u000b\f\u001f\u007f\"'(),/;<=>?@[]{}\u0080\u0085\u00a0\u00ff"
            .toCharArray();

    private final List<Vector> all = new ArrayList<>();

    private AnswerFamilies() {}

    /** Returns all vectors. */
    public static List<Vector> all() {
        AnswerFamilies families = new AnswerFamilies();
        families.framing();
        families.statusLines();
        families.fieldLines();
        families.bodiless();
        return List.copyOf(families.all);
    }

    private void fields(String family, String fields, String body) {
        all.add(new Vector(family, OK + fields + "\r\n" + body));
    }

    private void framing() {
        for (String length : List.of("5", "0", "5, 5", "", "+5")) {
            for (String encoding : List.of("chunked", "Chunked", "identity", "gzip, chunked", "\tchunked", "x")) {
                fields("CL.TE", "Content-Length: " + length + "\r\nTransfer-Encoding: " + encoding + "\r\n",
                        "0\r\n\r\n");
                fields("TE.CL", "Transfer-Encoding: " + encoding + "\r\ncontent-length: " + length + "\r\n",
                        "0\r\n\r\n");
            }
        }
        for (String length : List.of("+5", "-5", "5,5", "5, 5", "5 5", "0x5", "5.0", "1e1", "", "five",
                "9223372036854775808", "18446744073709551621", "5;")) {
            fields("CL value", "Content-Length: " + length + "\r\n", "12345");
            fields("CL second", "Content-Length: 5\r\nContent-Length: " + length + "\r\n", "12345");
        }
        fields("CL twice", "Content-Length: 5\r\nContent-Length: 5\r\n", "12345");
        for (String encoding : List.of("chunked, x", "x, chunked", "chunked, chunked", "\"chunked\"", "chunked;q=1",
                "gzip",
                "identity", "chunked,", ",chunked", "xchunked", "", "chun ked", "deflate, chunked")) {
            fields("TE value", "Transfer-Encoding: " + encoding + "\r\n", "0\r\n\r\n");
            fields("TE second", "Transfer-Encoding: chunked\r\nTransfer-Encoding: " + encoding + "\r\n", "0\r\n\r\n");
        }
        for (char c : SUSPECTS) {
            fields("TE octet", "Transfer-Encoding: chunked" + c + "\r\n", "0\r\n\r\n");
            fields("TE octet", "Transfer-Encoding: " + c + "chunked\r\n", "0\r\n\r\n");
            fields("CL octet", "Content-Length: 5" + c + "\r\n", "12345");
            fields("CL octet", "Content-Length: " + c + "5\r\n", "12345");
        }
        all.add(new Vector("TE in HTTP/1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        fields("TE folded", "Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n");
        fields("TE space before colon", "Transfer-Encoding : chunked\r\n", "0\r\n\r\n");
    }

    private void statusLines() {
        for (String line : List.of("HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 700 OK", "HTTP/1.1 099 OK",
                "HTTP/1.1 000 OK", "HTTP/2.0 200 OK", "HTTP/1.2 200 OK", "HTTP/0.9 200 OK", "ICY 200 OK",
                "HTTP/1.1  200 OK",
                " HTTP/1.1 200 OK", "HTTP/1.1\t200 OK", "HTTP/1.1 200\tOK", "HTTP/1.1 +20 OK", "HTTP/1.1 2 0 OK",
                "HTTP/1.1 200 O\0K", "HTTP/1.1 200 O\rK", "HTTP/1.1 200\r", "HTTP/1.1 200 \u007f", "http/1.1 200 OK",
                "HTTP/1.1 101 Switching Protocols", "200 OK", "", "HTTP/1.1 0x1 OK", "HTTP/1.1 20\u00b2 OK")) {
            all.add(new Vector("status line", line + "\r\nContent-Length: 0\r\n\r\n"));
        }
        all.add(new Vector("bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\r\n\r\n"));
        all.add(new Vector("bare LF", OK + "Content-Length: 0\n\r\n"));
        all.add(new Vector("bare LF", OK + "Content-Length: 0\r\n\n"));
        all.add(new Vector("bare LF", OK + "X: y\nContent-Length: 0\r\n\r\n"));
    }

    private void fieldLines() {
        for (char c : SUSPECTS) {
            if ("'".indexOf(c) < 0) {
                fields("octet in a name", "X" + c + "Y: z\r\nContent-Length: 0\r\n", "");
            }
            if (c < 0x20 || c == 0x7f) {
                fields("octet in a value", "X: y" + c + "z\r\nContent-Length: 0\r\n", "");
            }
        }
        fields("folded", "X: y\r\n z\r\nContent-Length: 0\r\n", "");
        fields("folded first", " X: y\r\nContent-Length: 0\r\n", "");
        fields("no colon", "X\r\nContent-Length: 0\r\n", "");
        fields("no name", ": y\r\nContent-Length: 0\r\n", "");
        fields("space before colon", "X : y\r\nContent-Length: 0\r\n", "");
        fields("CR in a value", "X: y\rSet-Cookie: z\r\nContent-Length: 0\r\n", "");
        fields("too large", "X: " + "y".repeat(33_000) + "\r\nContent-Length: 0\r\n", "");
        fields("too many", "X: y\r\n".repeat(101), "");
    }

    /** Descriptions of a body where there is none: a reader who believes them takes the next answer for it. */
    private void bodiless() {
        String after = OK + "Content-Length: 0\r\n\r\n";
        all.add(new Vector("103 with length", "HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\n" + after));
        all.add(new Vector("103 with length 0", "HTTP/1.1 103 Early Hints\r\nContent-Length: 0\r\n\r\n" + after));
        all.add(new Vector("100 with encoding", "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n" + after));
        all.add(new Vector("204 with length", "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"));
        all.add(new Vector("204 with encoding",
                "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        all.add(new Vector("storm of 1xx", "HTTP/1.1 102 Processing\r\n\r\n".repeat(33) + after));
    }
}
