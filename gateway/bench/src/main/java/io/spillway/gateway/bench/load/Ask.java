package io.spillway.gateway.bench.load;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a load asks for, and where.
 *
 * @param scheme {@code http} or {@code https}
 * @param port on the loopback address
 * @param unixPath the Unix domain socket to use instead of the port, or null
 * @param host the Host field
 * @param path path and query
 * @param bodyBytes of a POST; 0 asks by GET
 */
public record Ask(String scheme, int port, @Nullable String unixPath, String host, String path, int bodyBytes) {

    /** Returns the URL for a load generator. */
    public String url() {
        return scheme + "://127.0.0.1:" + port + path;
    }

    /** Returns the request as HTTP/1.1 octets that keep the connection. */
    public byte[] octets() {
        List<String> lines = new ArrayList<>();
        lines.add((bodyBytes > 0 ? "POST " : "GET ") + path + " HTTP/1.1");
        lines.add("Host: " + host);
        if (bodyBytes > 0) {
            lines.add("Content-Length: " + bodyBytes);
        }
        String text = String.join("\r\n", lines) + "\r\n\r\n" + "x".repeat(bodyBytes);
        return text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    }
}
