package io.spillway.gateway.proxy.upstream;

import java.util.concurrent.TimeUnit;

/** When a connection of HTTP/2 was last heard of, and what follows from that. Belongs to one connection and its loop. */
final class Liveness {
    /** A connection with requests that hears nothing for so long is asked whether it lives. */
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);
    /** How long a connection without requests is kept. */
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);

    private final Sharing sharing;
    private long heardAt;
    private boolean asked;

    Liveness(long now, Sharing sharing) {
        this.heardAt = now;
        this.sharing = sharing;
    }

    /** What a look shows. */
    enum Look {
        /** Nothing is to be done. */
        WELL,
        /** It is to be asked whether it lives; told once. */
        SILENT,
        /** It was asked and has said nothing. */
        DEAD,
        /** Nobody has needed it for long. */
        UNUSED
    }

    /** Octets have come. */
    void heard(long now) {
        heardAt = now;
        asked = false;
    }

    /** It has been of use. */
    void active(long now) {
        heardAt = now;
    }

    Look look(long now, boolean inUse) {
        long silent = now - heardAt;
        if (!inUse) {
            return silent > IDLE ? Look.UNUSED : Look.WELL;
        }
        if (asked) {
            return silent > SILENCE + sharing.patienceNanos() ? Look.DEAD : Look.WELL;
        }
        asked = silent > SILENCE;
        return asked ? Look.SILENT : Look.WELL;
    }
}
