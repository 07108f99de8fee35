package io.spillway.gateway.proxy.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/**
 * Why a client's HTTP/2 connection ends with ENHANCE_YOUR_CALM: of which frames there were more than {@link FrameBudget}
 * allows. The words are reasons in metrics and access log.
 */
public enum Flood {
    /** Streams that are opened and reset by the client (CVE-2023-44487). */
    RESETS("rapid_reset"),
    /** Mistakes that make us reset streams (CVE-2025-8671, "MadeYouReset"). */
    MISTAKES("made_you_reset"),
    /** SETTINGS, each of which must be acknowledged (CVE-2019-9515). */
    SETTINGS("settings_flood"),
    /** PING, each of which must be answered (CVE-2019-9512). */
    PINGS("ping_flood"),
    /** PRIORITY, which nobody needs (CVE-2019-9513). */
    PRIORITIES("priority_flood"),
    /** DATA without octets (CVE-2019-9518). */
    EMPTY_DATA("empty_data_flood"),
    /** Windows that are opened in crumbs (CVE-2019-9511). */
    WINDOW_UPDATES("window_update_flood"),
    /** Frames of kinds that we do not know. */
    UNKNOWN_FRAMES("unknown_frame_flood"),
    /** A head in more pieces than a head needs (CVE-2024-27316 and its kin). */
    CONTINUATIONS("continuation_flood");

    /** The reason of a connection that ends for another offence against the protocol. */
    public static final String OTHER = "http2_error";

    private final String word;

    Flood(String word) {
        this.word = word;
    }

    /** Returns what ends the connection. */
    public Http2Exception end() {
        return new TooMany(this);
    }

    /** Returns the reason of a connection that ends like this. */
    public static String reason(@Nullable Http2Exception end) {
        if (end instanceof TooMany many) {
            return many.flood.word;
        }
        // The reader of frames, which is not ours, counts pieces of a head and nothing else in this way.
        return end != null && end.error() == Http2Error.ENHANCE_YOUR_CALM ? CONTINUATIONS.word : OTHER;
    }

    private static final class TooMany extends Http2Exception {
        private static final long serialVersionUID = 1;
        private final Flood flood;

        TooMany(Flood flood) {
            super(Http2Error.ENHANCE_YOUR_CALM, "too many frames without use: " + flood.word);
            this.flood = flood;
        }
    }
}
