package io.spillway.gateway.proxy.corpus;

import java.util.ArrayList;
import java.util.List;

/**
 * Requests on which two readers of HTTP/1 could disagree, made from families: a template, a place in it, and every octet
 * that has no business there. Each must be answered 400, the connection closed, and nothing may reach an endpoint.
 */
public final class RequestFamilies {
    private static final String HOST = "Host: orders.example\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final String LAST = "0\r\n\r\n";

    /** Control octets, delimiters, and those that some reader somewhere takes for white space. */
    private static final char[] SUSPECTS = suspects();

    private final List<Vector> all = new ArrayList<>();

    private RequestFamilies() {}

    /** Returns all vectors. */
    public static List<Vector> all() {
        RequestFamilies families = new RequestFamilies();
        families.lengthWithEncoding();
        families.encodingValues();
        families.encodingOctets();
        families.lengthOctets();
        families.lineEnds();
        families.names();
        families.values();
        families.targets();
        families.hosts();
        families.chunkSizes();
        families.chunkExtensions();
        families.trailers();
        return List.copyOf(families.all);
    }

    private static char[] suspects() {
        StringBuilder suspects = new StringBuilder();
        for (char c = 0; c <= ' '; c++) {
            suspects.append(c);
        }
        return suspects.append("\"#'(),/:;<=>?@[\\]{}aZ5-_\u007f\u0080\u0085\u00a0\u00ad\u00ff").toString()
                .toCharArray();
    }

    private void add(String family, String octets) {
        all.add(new Vector(family, octets));
    }

    private void fields(String family, String fields, String body) {
        add(family, "POST / HTTP/1.1\r\n" + HOST + fields + "\r\n" + body);
    }

    private void chunks(String family, String body) {
        fields(family, CHUNKED, body);
    }

    private void lengthWithEncoding() {
        for (String length : List.of("5", "0", "05", "5, 5", "", "+5", "18446744073709551621")) {
            for (String encoding : List.of("chunked", "Chunked", "CHUNKED", "identity", "gzip, chunked", "chunked ",
                    "\tchunked", "x")) {
                String one = "Content-Length: " + length + "\r\n";
                String other = "Transfer-Encoding: " + encoding + "\r\n";
                fields("CL.TE", one + other, LAST);
                fields("TE.CL", other + one, LAST);
                fields("TE.x.CL", other + "X: y\r\n" + one.toLowerCase(java.util.Locale.ROOT), LAST);
            }
        }
    }

    private void encodingValues() {
        for (String value : List.of("chunked, x", "x, chunked", "chunked, chunked", "\"chunked\"", "'chunked'",
                "chunked;q=1", "chunked; q=\"x\"", "chunked,", ",chunked", ", chunked", "xchunked", "chunkedx",
                "chun ked",
                "chunked identity", "identity, chunked", "chunked\t, x", "gzip", "deflate, chunked", "{chunked}",
                "[chunked]",
                "chunked\\", "=?utf-8?q?chunked?=", "chunke", "hunked", "chunked=", "cHuNkEd,cHuNkEd", "none", "0",
                "false")) {
            fields("TE value", "Transfer-Encoding: " + value + "\r\n", LAST);
            fields("TE second line", CHUNKED + "Transfer-Encoding: " + value + "\r\n", LAST);
            fields("TE first line", "Transfer-Encoding: " + value + "\r\n" + CHUNKED, LAST);
            add("TE in HTTP/1.0", "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: " + value + "\r\n\r\n" + LAST);
        }
        fields("TE folded", "Transfer-Encoding:\r\n chunked\r\n", LAST);
        fields("TE folded", "Transfer-Encoding:\r\n\tchunked\r\n", LAST);
        fields("TE folded", "Transfer-Encoding: chunked\r\n , x\r\n", LAST);
        fields("TE hidden", "X: y\rTransfer-Encoding: chunked\r\n", LAST);
        fields("TE hidden", "X: y\nTransfer-Encoding: chunked\r\n", LAST);
        fields("TE hidden", "X: y\r\rTransfer-Encoding: chunked\r\n", LAST);
        fields("TE hidden", "X: \"\r\n\"Transfer-Encoding: chunked\r\n", LAST);
    }

    /** Four places around the field, every octet that is neither allowed there nor a line end. */
    private void encodingOctets() {
        for (char c : SUSPECTS) {
            if (c == '\r' || c == '\n') {
                continue;
            }
            if (!token(c) && c != ':') {
                fields("TE octet after the name", "Transfer-Encoding" + c + ": chunked\r\n", LAST);
                fields("TE octet before the name", c + "Transfer-Encoding: chunked\r\n", LAST);
                fields("TE octet in the name", "Transfer" + c + "Encoding: chunked\r\n", LAST);
            }
            if (c != ' ' && c != '\t') {
                fields("TE octet before the value", "Transfer-Encoding: " + c + "chunked\r\n", LAST);
                fields("TE octet after the value", "Transfer-Encoding: chunked" + c + "\r\n", LAST);
            }
            fields("TE octet in the value", "Transfer-Encoding: chunk" + c + "ed\r\n", LAST);
        }
    }

    private void lengthOctets() {
        for (char c : SUSPECTS) {
            boolean digit = c >= '0' && c <= '9';
            if (c == '\r' || c == '\n' || digit) {
                continue;
            }
            if (c != ' ' && c != '\t') {
                fields("CL octet before", "Content-Length: " + c + "5\r\n", "12345");
                fields("CL octet after", "Content-Length: 5" + c + "\r\n", "12345");
            }
            fields("CL octet within", "Content-Length: 1" + c + "0\r\n", "1234567890");
        }
        for (String value : List.of("5,5", "5, 5", "5,6", "5 5", "0x5", "5.0", "1e1", "", "five", "9223372036854775807",
                "9223372036854775808", "18446744073709551616", "18446744073709551621", "99999999999999999999999999",
                "0000000000000000000000005")) {
            fields("CL value", "Content-Length: " + value + "\r\n", "12345");
            fields("CL second line", "Content-Length: 5\r\nContent-Length: " + value + "\r\n", "12345");
        }
        fields("CL twice", "Content-Length: 5\r\nContent-Length: 5\r\n", "12345");
        fields("CL twice", "Content-Length: 5\r\ncontent-length: 0\r\n", "12345");
        fields("CL folded", "Content-Length:\r\n 5\r\n", "12345");
        fields("CL space before colon", "Content-Length : 5\r\n", "12345");
        add("CL negative on GET", "GET / HTTP/1.1\r\n" + HOST + "Content-Length: -0\r\n\r\n");
    }

    private void lineEnds() {
        List<String> lines = List.of("POST / HTTP/1.1", "Host: orders.example", "X: y", "Content-Length: 0", "");
        for (String end : List.of("\n", "\r", "\r\r\n", "\n\r", "\0\r\n", "\u000b\r\n",
                "\f\r\n")) {
            for (int wrong = 0; wrong < lines.size(); wrong++) {
                StringBuilder head = new StringBuilder();
                for (int line = 0; line < lines.size(); line++) {
                    head.append(lines.get(line)).append(line == wrong ? end : "\r\n");
                }
                add("line end of line " + wrong, head.append("\r\n\r\n").toString());
            }
        }
        add("folded field", "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n z\r\n\r\n");
        add("folded field", "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n\t\r\n\r\n");
        add("folded first field", "GET / HTTP/1.1\r\n X: y\r\n" + HOST + "\r\n");
        add("two empty lines first", "\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        add("bare LF first", "\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private void names() {
        for (char c : SUSPECTS) {
            if (!token(c) && c != ':' && c != '\n') {
                add("octet in a name", "GET / HTTP/1.1\r\n" + HOST + "X" + c + "Y: z\r\n\r\n");
            }
            if (!token(c) && c != ' ' && c != '\n' && c != '\r') {
                add("octet in the method", "G" + c + "T / HTTP/1.1\r\n" + HOST + "\r\n");
            }
        }
        add("empty name", "GET / HTTP/1.1\r\n" + HOST + ": y\r\n\r\n");
        add("no colon", "GET / HTTP/1.1\r\n" + HOST + "X\r\n\r\n");
        add("no colon, folded next", "GET / HTTP/1.1\r\n" + HOST + "X\r\n : y\r\n\r\n");
    }

    private void values() {
        for (char c : SUSPECTS) {
            if ((c < 0x20 && c != '\t') || c == 0x7f) {
                add("octet in a value", "GET / HTTP/1.1\r\n" + HOST + "X: y" + c + "z\r\n\r\n");
                add("octet ends a value", "GET / HTTP/1.1\r\n" + HOST + "X: y" + c + "\r\n\r\n");
            }
        }
    }

    private void targets() {
        for (char c : SUSPECTS) {
            if ((c <= 0x20 || c >= 0x7f || c == '#') && c != '\n') {
                add("octet in the target", "GET /a" + c + "b HTTP/1.1\r\n" + HOST + "\r\n");
            }
        }
        add("request in the target", "GET /a HTTP/1.1\r\n" + HOST + "X: y HTTP/1.1\r\n" + HOST + "\r\n");
        for (String target : List.of("a", "*", "/a /b", "http://other.example/", "http://orders.example.evil/",
                "http://a@orders.example/", "http:///a", "http:/a", "http:a", "ftp://orders.example/",
                "http://orders.example:80/", "http://[::1/", "http://orders.example\\@evil/", "https://", "://",
                "http://orders.example:x/", "orders.example:443", "orders.example", "?a", "javascript:alert(1)")) {
            add("target " + target, "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");
        }
        for (String line : List.of("GET /", "GET  / HTTP/1.1", "GET /  HTTP/1.1", " GET / HTTP/1.1", "GET / HTTP/1.1 ",
                "GET\t/\tHTTP/1.1", "GET / http/1.1", "GET / HTTP/1.10", "GET / HTTP/11", "GET / HTTP/1",
                "GET / HTTP/1.",
                "GET / HTTP /1.1", "GET / HTTPS/1.1", "GET / HTTP/01.1", "GET / HTTP/+1.1", "GET / HTTP/1,1", "GET",
                "GET / HTTP/1.1\0", "GET / X", "/ HTTP/1.1", " / HTTP/1.1", "\"GET\" / HTTP/1.1")) {
            add("request line '" + line + "'", line + "\r\n" + HOST + "\r\n");
        }
    }

    private void hosts() {
        for (char c : SUSPECTS) {
            boolean name = (c < 0x7f && Character.isLetterOrDigit(c)) || "-._~%".indexOf(c) >= 0;
            if (!name && c != '\n' && c != '\r') {
                add("octet in the host", "GET / HTTP/1.1\r\nHost: orders" + c + "example\r\n\r\n");
            }
        }
        for (String host : List.of("a,b", "a, b", "user@orders.example", "orders.example/x", "orders.example?x", "<a>",
                "orders.example:80:80", "orders.example:x", "orders.example:-1", "orders.example:+1", ":80", "[::1",
                "::1",
                "::1]", "[]", "[::1]x", "[::1]:x", "[[::1]]", "orders.example:123456", "orders.example :80", "\"a\"")) {
            add("host '" + host + "'", "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        }
        add("no host", "GET / HTTP/1.1\r\n\r\n");
        add("two hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n");
        add("two hosts", "GET / HTTP/1.1\r\n" + HOST + "host: other.example\r\n\r\n");
        add("two hosts", "GET http://orders.example/ HTTP/1.1\r\n" + HOST + "Host: other.example\r\n\r\n");
        add("host folded", "GET / HTTP/1.1\r\nHost:\r\n orders.example\r\n\r\n");
        add("host space before colon", "GET / HTTP/1.1\r\nHost : orders.example\r\n\r\n");
        add("two hosts in HTTP/1.0", "GET / HTTP/1.0\r\n" + HOST + HOST + "\r\n");
    }

    private void chunkSizes() {
        for (char c : SUSPECTS) {
            if (Character.digit(c, 16) >= 0 && c < 0x7f) {
                continue;
            }
            if (c != '\n') {
                chunks("octet before a chunk size", c + "3\r\nabc\r\n" + LAST);
            }
            if (c != '\n' && c != '\r' && c != ';') {
                chunks("octet after a chunk size", "3" + c + "\r\nabc\r\n" + LAST);
            }
        }
        for (String size : List.of("0x3", "-1", "+3", "3.0", "1000000000000000", "ffffffffffffffff",
                "10000000000000003", "0000000000000003", "", "h", "3 3", "3,3", "\"3\"")) {
            chunks("chunk size '" + size + "'", size + "\r\nabc\r\n" + LAST);
        }
        for (String body : List.of("3\nabc\r\n0\r\n\r\n", "3\r\nabc\n0\r\n\r\n", "3\r\nabc0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n", "3\r\nab\r\n0\r\n\r\n", "3\rabc\r\n0\r\n\r\n", "0\n\n", "0\r\n\n", "0\n\r\n",
                "0\r\r\n\r\n", "0\r\n\rX", "\r\n0\r\n\r\n", "3\r\nabc\r\r\n0\r\n\r\n", "3\r\n\nabc\r\n0\r\n\r\n")) {
            chunks("chunk line end", body);
        }
    }

    /** CVE-2025-58056 and CVE-2026-33870 were line ends in extensions, bare and quoted. */
    private void chunkExtensions() {
        for (char c : SUSPECTS) {
            if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f) {
                chunks("octet in an extension", "3;a" + c + "b\r\nabc\r\n" + LAST);
                chunks("octet in a quoted extension", "3;a=\"" + c + "\"\r\nabc\r\n" + LAST);
                chunks("octet in the last extension", "0;a" + c + "\r\n\r\n");
            }
        }
        for (String extension : List.of(";a\rb", ";a=\"\rb\"", ";\r", ";a=\"\r\r\n", ";" + "x".repeat(5000), " ;a=b",
                "\t;a")) {
            chunks("extension", "3" + extension + "\r\nabc\r\n" + LAST);
        }
    }

    private void trailers() {
        for (String name : List.of("Content-Length", "Transfer-Encoding", "Host", "Connection", "Keep-Alive",
                "Proxy-Connection", "Upgrade", "TE", "Trailer", "Expect", "Via", "Forwarded", "X-Forwarded-For",
                "X-Forwarded-Proto", "X-Forwarded-Host", "CDN-Loop", "X-Spillway-Cluster", "X-Spillway-Refused",
                "x-spillway-idc", "content-length", "TRANSFER-ENCODING", "HTTP2-Settings")) {
            chunks("trailer " + name, "3\r\nabc\r\n0\r\n" + name + ": 3\r\n\r\n");
            chunks("second trailer " + name, "3\r\nabc\r\n0\r\nX: y\r\n" + name + ": 3\r\n\r\n");
        }
        for (char c : SUSPECTS) {
            if (!token(c) && c != ':' && c != '\r') {
                chunks("octet in a trailer's name", "0\r\nX" + c + "Y: z\r\n\r\n");
            }
            if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f) {
                chunks("octet in a trailer's value", "0\r\nX: y" + c + "z\r\n\r\n");
            }
        }
        for (String trailer : List.of(" X: y\r\n", "X : y\r\n", "X\r\n", ": y\r\n", "X: y\n", "X: y\r",
                "X: y\r\n z\r\n",
                "X: y\r\r\n", "X: " + "y".repeat(40_000) + "\r\n", "X: y\r\n".repeat(101))) {
            chunks("trailer line", "0\r\n" + trailer + "\r\n");
        }
    }

    private static boolean token(char c) {
        return c < 0x7f && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0);
    }
}
