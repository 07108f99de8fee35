package io.spillway.gateway.proxy.log;

import java.time.Instant;

/**
 * One line of the access log.
 *
 * @param unixMillis when the answer was complete
 * @param listener the listener role, lower case
 * @param client the other end of the downstream connection
 * @param method as received
 * @param host as received
 * @param path as received, with the query
 * @param status what the client got; 0 when it got nothing
 * @param bytesIn octets of the request's body
 * @param bytesOut octets of the response's body
 * @param micros from the complete request head to the end of the answer
 * @param service the service, empty when none was found
 * @param idc this gateway's IDC
 * @param targetIdc the IDC that the last attempt went to, empty without an attempt
 * @param priority of the last attempt, -1 without an attempt
 * @param reason why it went there, or why it was refused
 * @param endpoint address of the last attempt, empty without an attempt
 * @param attempts how many attempts were made
 */
public record AccessEntry(long unixMillis, String listener, String client, String method, String host, String path,
        int status,
        long bytesIn, long bytesOut, long micros, String service, String idc, String targetIdc, int priority,
        String reason,
        String endpoint, int attempts) {

    /** Appends the entry as one JSON line. */
    void appendTo(StringBuilder out) {
        out.append("{\"time\":\"").append(Instant.ofEpochMilli(unixMillis)).append('"');
        text(out, "listener", listener);
        text(out, "client", client);
        text(out, "method", method);
        text(out, "host", host);
        text(out, "path", path);
        number(out, "status", status);
        number(out, "bytesIn", bytesIn);
        number(out, "bytesOut", bytesOut);
        number(out, "micros", micros);
        text(out, "service", service);
        text(out, "idc", idc);
        text(out, "targetIdc", targetIdc);
        number(out, "priority", priority);
        text(out, "reason", reason);
        text(out, "endpoint", endpoint);
        number(out, "attempts", attempts);
        out.append("}\n");
    }

    private static void number(StringBuilder out, String name, long value) {
        out.append(",\"").append(name).append("\":").append(value);
    }

    private static void text(StringBuilder out, String name, String value) {
        out.append(",\"").append(name).append("\":\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c > 0x7e) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
