package io.spillway.gateway.proxy;

import java.util.ArrayList;
import java.util.List;

/** Requests on which two readers of HTTP/1 could disagree. Each must be refused and none may reach an endpoint. */
final class RequestVectors {
    private static final String HOST = "Host: orders.example\r\n";
    private static final String BODY = "0\r\n\r\n";

    private RequestVectors() {}

    /** A request, what it tries, and the status that it must get. */
    record Vector(String name, int status, String octets) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Vector> all() {
        List<Vector> all = new ArrayList<>();
        lengths(all);
        encodings(all);
        lines(all);
        targets(all);
        chunks(all);
        protocols(all);
        return all;
    }

    private static void bad(List<Vector> all, String name, String octets) {
        all.add(new Vector(name, 400, octets));
    }

    private static String post(String fields, String body) {
        return "POST / HTTP/1.1\r\n" + HOST + fields + "\r\n" + body;
    }

    private static void lengths(List<Vector> all) {
        bad(all, "length and encoding", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", BODY));
        bad(all, "encoding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", BODY));
        bad(all, "two lengths, different", post("Content-Length: 5\r\nContent-Length: 6\r\n", "12345"));
        bad(all, "two lengths, equal", post("Content-Length: 5\r\nContent-Length: 5\r\n", "12345"));
        for (String value : List.of("+5", "-5", "5,5", "5, 5", "0x5", "5 5", "5;", "", "five", "5.0", "1e1", "\u00b2",
                "9223372036854775808", "18446744073709551621", "99999999999999999999999", "5\t5", "\"5\"", "_5",
                "5\u00a0")) {
            bad(all, "length '" + value + "'", post("Content-Length: " + value + "\r\n", "12345"));
        }
    }

    private static void encodings(List<Vector> all) {
        for (String value : List.of("chunked, x", "x, chunked", "chunked, chunked", "\"chunked\"", "chunked;q=1",
                "identity",
                "chunked,", ",chunked", "xchunked", "chunkedx", "chun ked", "chunked\t,x", "chunked\u000b",
                "chunked\u0085",
                "chunked\u00a0", "\u00a0chunked", "gzip", "gzip, chunked", "", "chunked identity", "chunked\u0001",
                "'chunked'")) {
            bad(all, "encoding '" + value + "'", post("Transfer-Encoding: " + value + "\r\n", BODY));
        }
        bad(all, "two encodings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", BODY));
        bad(all, "two encodings, equal", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", BODY));
        bad(all, "encoding folded", post("Transfer-Encoding:\r\n chunked\r\n", BODY));
        bad(all, "encoding with space before colon", post("Transfer-Encoding : chunked\r\n", BODY));
        bad(all, "encoding with tab before colon", post("Transfer-Encoding\t: chunked\r\n", BODY));
        bad(all, "encoding with leading space", post(" Transfer-Encoding: chunked\r\n", BODY));
        bad(all, "encoding after a bare CR", post("X: y\rTransfer-Encoding: chunked\r\n", BODY));
        bad(all, "encoding after a bare LF", post("X: y\nTransfer-Encoding: chunked\r\n", BODY));
        bad(all, "encoding in HTTP/1.0", "POST / HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + BODY);
        for (int octet = 0; octet <= 0x20; octet++) {
            if (octet != '\r' && octet != '\n') {
                bad(all, "octet " + octet + " after the name",
                        post("Transfer-Encoding" + (char) octet + ": chunked\r\n", BODY));
                bad(all, "octet " + octet + " before the name",
                        post((char) octet + "Transfer-Encoding: chunked\r\n", BODY));
            }
            if (octet < 0x20 && octet != '\t') {
                bad(all, "octet " + octet + " before the value",
                        post("Transfer-Encoding: " + (char) octet + "chunked\r\n", BODY));
                bad(all, "octet " + octet + " after the value",
                        post("Transfer-Encoding: chunked" + (char) octet + "\r\n", BODY));
            }
        }
        for (int octet : new int[]{0x7f, 0x80, 0x85, 0xa0, 0xff}) {
            bad(all, "octet " + octet + " in the name",
                    post("Transfer-Encoding" + (char) octet + ": chunked\r\n", BODY));
            bad(all, "octet " + octet + " in the value",
                    post("Transfer-Encoding: chunked" + (char) octet + "\r\n", BODY));
        }
    }

    private static void lines(List<Vector> all) {
        bad(all, "bare LF after the request line", "GET / HTTP/1.1\n" + HOST + "\r\n");
        bad(all, "bare LF after a field", "GET / HTTP/1.1\r\nHost: orders.example\n\r\n");
        bad(all, "bare LF as the empty line", "GET / HTTP/1.1\r\n" + HOST + "\n");
        bad(all, "bare CR in the request line", "GET /\r HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "double CR", "GET / HTTP/1.1\r\n" + HOST + "X: y\r\r\n\r\n");
        bad(all, "NUL in a name", "GET / HTTP/1.1\r\n" + HOST + "X\0: y\r\n\r\n");
        bad(all, "NUL in a value", "GET / HTTP/1.1\r\n" + HOST + "X: y\0\r\n\r\n");
        bad(all, "no colon", "GET / HTTP/1.1\r\n" + HOST + "X\r\n\r\n");
        bad(all, "empty name", "GET / HTTP/1.1\r\n" + HOST + ": y\r\n\r\n");
        bad(all, "folded field", "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n z\r\n\r\n");
        bad(all, "folded first field", "GET / HTTP/1.1\r\n X: y\r\n" + HOST + "\r\n");
        bad(all, "two hosts", "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n");
        bad(all, "two different hosts", "GET / HTTP/1.1\r\n" + HOST + "Host: other.example\r\n\r\n");
        bad(all, "no host", "GET / HTTP/1.1\r\n\r\n");
        for (String value : List.of("a b", "a,b", "a/b", "user@orders.example", "orders.example?x", "orders.example#x",
                "<a>")) {
            bad(all, "host '" + value + "'", "GET / HTTP/1.1\r\nHost: " + value + "\r\n\r\n");
        }
        bad(all, "two blank lines first", "\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "space first", " GET / HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "control octet first", "\u0001GET / HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private static void targets(List<Vector> all) {
        bad(all, "HTTP/0.9", "GET /\r\n\r\n");
        bad(all, "two spaces before the target", "GET  / HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "two spaces after the target", "GET /  HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "space in the target", "GET /a b HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "tab in the target", "GET /a\tb HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "tab instead of space", "GET\t/\tHTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "high octet in the target", "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "fragment in the target", "GET /a#b HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "relative target", "GET a HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "asterisk for GET", "GET * HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "target of another host", "GET http://other.example/ HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "target with user", "GET http://a@orders.example/ HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "target without host", "GET http:///a HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "target of another scheme", "GET ftp://orders.example/ HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "lower-case version", "GET / http/1.1\r\n" + HOST + "\r\n");
        bad(all, "version with a space", "GET / HTTP/1.1 \r\n" + HOST + "\r\n");
        bad(all, "long version", "GET / HTTP/1.10\r\n" + HOST + "\r\n");
        bad(all, "method that is no token", "G(T / HTTP/1.1\r\n" + HOST + "\r\n");
        bad(all, "no method", " / HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private static void chunks(List<Vector> all) {
        String chunked = "Transfer-Encoding: chunked\r\n";
        for (String body : List.of("0x3\r\nabc\r\n0\r\n\r\n", "-1\r\n", "+3\r\nabc\r\n0\r\n\r\n",
                "3 \r\nabc\r\n0\r\n\r\n",
                " 3\r\nabc\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n", "3\r\nabc\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n",
                "3\r\nab\r\n0\r\n\r\n", "g\r\n", "\r\n", ";a=b\r\n", "1000000000000000\r\n", "fffffffffffffffff\r\n",
                "3;a\nb\r\nabc\r\n0\r\n\r\n", "3;a=\"\n\"\r\nabc\r\n0\r\n\r\n", "3;a\rb\r\nabc\r\n0\r\n\r\n",
                "3;\0\r\nabc\r\n0\r\n\r\n",
                "3\r\nabc\r\n0\r\nContent-Length: 3\r\n\r\n", "3\r\nabc\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
                "3\r\nabc\r\n0\r\nHost: other\r\n\r\n", "3\r\nabc\r\n0\r\nX-Spillway-Cluster: a/b\r\n\r\n",
                "3\r\nabc\r\n0\r\nX : y\r\n\r\n",
                "3\r\nabc\r\n0\r\n X: y\r\n\r\n", "3\r\nabc\r\n0\r\nX: y\n\r\n", "3\r\nabc\r\n0\r\nno colon\r\n\r\n",
                "3\r\nabc\r\n0\r\n: y\r\n\r\n", "3\r\nabc\r\n0\r\nX: \0\r\n\r\n", "0\n\n", "0\r\n\n")) {
            bad(all, "chunks '" + body + "'", post(chunked, body));
        }
        bad(all, "long chunk extension", post(chunked, "3;" + "x".repeat(5000) + "\r\nabc\r\n0\r\n\r\n"));
    }

    private static void protocols(List<Vector> all) {
        all.add(new Vector("HTTP/2 in the request line", 505, "GET / HTTP/2.0\r\n" + HOST + "\r\n"));
        all.add(new Vector("HTTP/1.2", 505, "GET / HTTP/1.2\r\n" + HOST + "\r\n"));
        all.add(new Vector("CONNECT", 501, "CONNECT orders.example:443 HTTP/1.1\r\nHost: orders.example:443\r\n\r\n"));
        all.add(new Vector("upgrade to an unknown protocol", 501,
                "GET / HTTP/1.1\r\n" + HOST + "Connection: keep-alive, Upgrade\r\nUpgrade: tls/1.0\r\n\r\n"));
        String webSocket = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
        bad(all, "WebSocket with a body", "GET / HTTP/1.1\r\n" + HOST + webSocket + "Content-Length: 1\r\n\r\nx");
        bad(all, "WebSocket by POST", "POST / HTTP/1.1\r\n" + HOST + webSocket + "\r\n");
        bad(all, "WebSocket with chunks",
                "GET / HTTP/1.1\r\n" + HOST + webSocket + "Transfer-Encoding: chunked\r\n\r\n" + BODY);
        all.add(new Vector("upgrade to two protocols", 501,
                "GET / HTTP/1.1\r\n" + HOST + "Connection: Upgrade\r\nUpgrade: h2c, websocket\r\n\r\n"));
        all.add(new Vector("unknown expectation", 417, post("Expect: 200-ok\r\nContent-Length: 1\r\n", "1")));
        bad(all, "TLS", "\u0016\u0003\u0001\u0002\0\u0001\0");
        all.add(new Vector("head of 9 KB", 431, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n" + HOST + "\r\n"));
        all.add(new Vector("head of 9 KB without end", 431, "GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(9000)));
        all.add(new Vector("51 fields", 431, "GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(50) + "\r\n"));
    }
}
