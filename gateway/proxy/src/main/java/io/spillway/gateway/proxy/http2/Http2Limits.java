package io.spillway.gateway.proxy.http2;

import io.spillway.gateway.proxy.http.HeadLimits;

/**
 * What one HTTP/2 connection may hold.
 *
 * @param heads of a decoded head; HPACK counts 32 octets more per field
 * @param streams how many streams the peer may have open; advertised, and enforced from the first frame on
 * @param streamWindow how many octets of a body may be on their way or waiting per stream
 * @param connectionWindow the same for all streams together
 */
public record Http2Limits(HeadLimits heads, int streams, int streamWindow, int connectionWindow) {
    /** Windows that fill a link of some ten milliseconds. */
    private static final int FAR_STREAM = 256 * 1024;
    private static final int FAR_CONNECTION = 16 * FAR_STREAM;

    /**
     * Returns what those get who come in: Envoy's edge recommendation (100 streams, 64 KiB, 1 MiB), and at the crossing
     * windows as for endpoints, because the link to other IDCs is long.
     */
    public static Http2Limits accepted(boolean crossing, HeadLimits heads) {
        return crossing
                ? new Http2Limits(heads, 100, FAR_STREAM, FAR_CONNECTION)
                : new Http2Limits(heads, 100, 64 * 1024, 1024 * 1024);
    }

    /** Returns what endpoints get: windows that fill a link of some ten milliseconds; they open no streams. */
    public static Http2Limits forEndpoints(HeadLimits heads) {
        return new Http2Limits(heads, 0, FAR_STREAM, FAR_CONNECTION);
    }

    /** Returns the size of a decoded head as RFC 9113 section 6.5.2 counts it. */
    long headerListSize() {
        return heads.bytes() + 32L * heads.fields();
    }
}
