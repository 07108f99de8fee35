package io.spillway.gateway.proxy.forward;

import io.spillway.gateway.route.HeaderEdits;
import io.spillway.gateway.route.Subset;
import org.jspecify.annotations.Nullable;

/**
 * What the head that an endpoint gets has that the client's has not.
 *
 * @param client the address of the downstream connection's other end
 * @param crossingName what a gateway of another IDC is told to serve; empty for a service itself
 * @param subset the labels that such a gateway is asked for, or null
 * @param path the path to ask for instead of the client's, or null
 * @param host the host to ask for instead of the client's, or null
 * @param headers what the route changes in the header, or null
 * @param priority the class that another gateway is told, or null
 * @param traceparent of which span the endpoint's work is a part, or null when the client's word passes
 * @param time what the next hop is told of the time that is left, or null
 * @param webSocketKey the key instead of the client's that a WebSocket endpoint is to answer, or null
 */
record RequestEdits(String client, String crossingName, @Nullable Subset subset, @Nullable String path,
        @Nullable String host, @Nullable HeaderEdits headers, @Nullable String priority,
        @Nullable String traceparent, @Nullable TimeLeft time, @Nullable String webSocketKey) {
    /** Returns how many octets the texts need at most. */
    int length() {
        return client.length() + crossingName.length() + (subset == null ? 0 : subset.text().length())
                + (path == null ? 0 : path.length())
                + (host == null ? 0 : host.length()) + (headers == null ? 0 : headers.length());
    }
}
