package io.spillway.gateway.proxy.differential;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Makes valid messages of RFC 9112, several on one connection: every form of target, field values at the edge of what is
 * allowed, bodies by length, in chunks (extensions, zeros before sizes, trailers) and, in the last answer, up to the close.
 */
final class Messages {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY",
            "M-SEARCH", "a!#$%&'*+-.^_`|~9");
    private static final List<String> NAMES = List.of("Accept", "X-A", "x_under_score", "Cookie",
            "X-Long-Name-0123456789",
            "aCCEPT-langUAGE", "!#$%&'*+-.^_`|~", "ETag", "Date", "Via");
    private static final List<String> TRAILERS = List.of("X-Checksum", "Grpc-Status", "server-timing", "X-T");
    private static final List<String> REASONS = List.of("OK", "Not Found", "", "r\u00e9ason  with\ttabs",
            "I'm a teapot");
    private static final int[] STATUS = {200, 201, 204, 206, 304, 404, 418, 500, 599, 100, 103};
    private static final int MOST = 4;

    private final SplittableRandom random;
    private final StringBuilder out = new StringBuilder();

    Messages(SplittableRandom random) {
        this.random = random;
    }

    byte[] requests() {
        out.setLength(0);
        for (int i = random.nextInt(1, MOST); i > 0; i--) {
            request();
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] answers() {
        out.setLength(0);
        for (int i = random.nextInt(1, MOST); i > 0; i--) {
            answer(i == 1);
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void request() {
        boolean old = random.nextInt(8) == 0;
        String method = pick(METHODS);
        line(method + " " + target(method) + (old ? " HTTP/1.0" : " HTTP/1.1"));
        int host = random.nextInt(3);
        fields(host);
        line("Host:" + space() + "a.example:80" + space());
        fields(2 - host);
        body(!old, random.nextInt(3), true);
    }

    private void answer(boolean last) {
        int status = STATUS[random.nextInt(STATUS.length)];
        line("HTTP/1.1 " + status + " " + pick(REASONS));
        fields(random.nextInt(4));
        if (status < 200 || status == 204 || status == 304) {
            line("");
        } else {
            int form = random.nextInt(last ? 3 : 2);
            body(true, form, form < 2);
            if (form == 2) {
                out.append(text(random.nextInt(300)));
            }
        }
    }

    private String target(String method) {
        return switch (random.nextInt(method.equals("OPTIONS") ? 5 : 4)) {
            case 0 -> "/";
            case 1 -> "/a%2Fb/../c;p=1//d?q=" + visible(random.nextInt(60)) + "&x=?/:@";
            case 2 -> "http://a.example:80/abs/" + visible(random.nextInt(20));
            case 3 -> "//two/slashes|{}^`\\\"<>";
            default -> "*";
        };
    }

    private void fields(int count) {
        for (int i = 0; i < count; i++) {
            line(pick(NAMES) + ":" + space() + value() + space());
        }
    }

    private String value() {
        return switch (random.nextInt(5)) {
            case 0 -> "";
            case 1 -> "a,b;c=\"d: e\"";
            case 2 -> "in\tside  \u00e4\u00ff\u0080\u0085\u00a0x";
            case 3 -> "x".repeat(random.nextInt(1, 2000));
            default -> visible(random.nextInt(1, 60));
        };
    }

    private String space() {
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "\t";
            case 2 -> "  \t ";
            default -> " ";
        };
    }

    /** Writes the field that frames a body, the end of the head, and the body. */
    private void body(boolean chunks, int form, boolean framed) {
        if (!framed || form == 2) {
            line("");
        } else if (form == 1 && chunks) {
            line("Transfer-Encoding:" + space() + (random.nextBoolean() ? "chunked" : "CHUNKED"));
            line("");
            chunks();
        } else {
            String data = text(random.nextInt(4) == 0 ? 0 : random.nextInt(400));
            line("Content-Length: " + (random.nextInt(4) == 0 ? "00" : "") + data.length());
            line("");
            out.append(data);
        }
    }

    private void chunks() {
        for (int i = random.nextInt(5); i > 0; i--) {
            String data = text(random.nextInt(1, 100));
            String size = Integer.toHexString(data.length());
            String zeros = random.nextInt(4) == 0 ? "000" : "";
            line(zeros + (random.nextBoolean() ? size.toUpperCase(Locale.ROOT) : size) + extension());
            line(data);
        }
        line((random.nextBoolean() ? "0" : "0000") + extension());
        for (int i = random.nextInt(3); i > 0; i--) {
            line(pick(TRAILERS) + ":" + space() + visible(random.nextInt(1, 30)) + space());
        }
        line("");
    }

    private String extension() {
        return switch (random.nextInt(4)) {
            case 0 -> ";a=b";
            case 1 -> ";name;q=\"v;1\"";
            default -> "";
        };
    }

    private void line(String text) {
        out.append(text).append("\r\n");
    }

    /** Any octets at all: a body may look like a head. */
    private String text(int length) {
        if (random.nextInt(4) == 0) {
            return "GET /inner HTTP/1.1\r\nHost: b\r\n\r\n0\r\n\r\n";
        }
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private String visible(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char octet = (char) random.nextInt('!', 0x7f);
            text.append(octet == '#' ? '-' : octet);
        }
        return text.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
