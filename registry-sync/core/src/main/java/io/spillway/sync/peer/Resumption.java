package io.spillway.sync.peer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a peer is told what is held of it when a stream begins, and whether what it says then fits. By a digest per type, because that
 * costs the same however much is held; by all versions when the peer does not know that digest, or when what is held was not what
 * the peer said. Only the owner thread comes here.
 */
final class Resumption {

    /** Of fewer records the versions are said: they cost as much. */
    static final int FEW = 16;

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final String peer;
    private Way way = Way.DIGEST;
    private boolean said;

    private enum Way {
        /** A digest is said, and each response is compared. */
        DIGEST,
        /** All versions are said, and each response is compared. */
        VERSIONS,
        /** Two streams in a row did not fit: the peer counts in another way. Nothing is compared on this stream. */
        INCOMPARABLE
    }

    Resumption(String peer) {
        this.peer = peer;
    }

    /** A stream begins. */
    void begins() {
        said = false;
    }

    /** Returns whether a digest is said of so many records. */
    boolean byDigest(int records) {
        boolean now = way == Way.DIGEST && records >= FEW;
        said |= now;
        return now;
    }

    /** The peer does not know what was said. */
    void unknown() {
        if (said) {
            way = Way.VERSIONS;
        }
    }

    /** The stream is over. */
    void ends() {
        if (way == Way.INCOMPARABLE) {
            way = Way.VERSIONS;
        }
    }

    /**
     * Compares after a response of which all was taken.
     *
     * @param theirs the digest of what the peer has told; empty from one that says none
     * @param ours the digest of what is held
     * @return whether an update was lost: the stream must begin anew
     */
    boolean lacks(String theirs, String ours) {
        if (way == Way.INCOMPARABLE || (theirs.isEmpty() && !said)) {
            return false;
        }
        if (theirs.equals(ours)) {
            way = Way.DIGEST;
            return false;
        }
        if (way == Way.DIGEST) {
            way = Way.VERSIONS;
            return true;
        }
        LOG.warn(
                "peer {}: what is held has the digest {} and not {} as the peer says, also after all versions were said "
                        + "(expected: equal); not compared any more on this stream",
                peer, ours, theirs);
        way = Way.INCOMPARABLE;
        return false;
    }
}
