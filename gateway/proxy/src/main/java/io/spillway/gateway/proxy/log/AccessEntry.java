package io.spillway.gateway.proxy.log;

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
    void appendTo(LogLines out) {
        out.raw("{\"time\":\"");
        out.instant(unixMillis);
        out.raw("\"");
        out.text("listener", listener);
        out.text("client", client);
        out.text("method", method);
        out.text("host", host);
        out.text("path", path);
        out.number("status", status);
        out.number("bytesIn", bytesIn);
        out.number("bytesOut", bytesOut);
        out.number("micros", micros);
        out.text("service", service);
        out.text("idc", idc);
        out.text("targetIdc", targetIdc);
        out.number("priority", priority);
        out.text("reason", reason);
        out.text("endpoint", endpoint);
        out.number("attempts", attempts);
        out.raw("}\n");
    }
}
