package io.spillway.drill.mock.session;

import java.util.Arrays;

import io.spillway.drill.mock.message.NameSet;
import org.jspecify.annotations.Nullable;

/**
 * What one client knows of one type: an octet and a hash for each name that its group has a number for. Belongs to its
 * session's thread.
 */
final class TypeState {

    /** It is subscribed by its name. */
    static final int NAMED = 1;
    /** The server has said something about it since it was subscribed. */
    static final int ANSWERED = 1 << 1;
    /** It may come again unchanged: it was asked for, or something that waits for it came. */
    static final int OWED = 1 << 2;
    /** The version that came last is refused. */
    static final int NACKED = 1 << 3;
    /** It came on this stream. */
    static final int SEEN = 1 << 4;
    /** The client uses a version of it. */
    static final int HELD = 1 << 5;
    /** The client said on this stream that it holds it. */
    static final int CLAIMED = 1 << 6;

    final SharedType shared;
    final Nonces nonces = new Nonces();
    byte[] flags = {};
    /** What came last; with {@link #NACKED} that is not what is used. */
    long[] versions = {};
    /** What is used of those whose last version is refused; made when the first is. */
    private long @Nullable [] accepted;

    /** Whether the client wants anything of it, on this stream or the next. */
    boolean wanted;
    /** Whether the client has asked for it on this stream. */
    boolean asked;
    boolean wildcard;
    /** Whether the wildcard was said with its name, or names were subscribed, so that silence no longer means it. */
    boolean explicit;
    NameSet names = NameSet.NONE;

    int held;
    int unanswered;
    long answerBy;
    /** When something was asked for; 0 when that is settled. */
    long askedAt;
    /** Whether, and when last, the subscription was changed in a way that an answer on its way does not show. */
    boolean changed;
    long changedAt;
    long owedAt;
    boolean settling;
    String nonce = "";
    /** The nonce that was answered last: one that was not must not be said, or it would be taken for an Ack. */
    String answeredNonce = "";
    String version = "";
    /** The version of the whole that came last on this stream, state of the world only. */
    String lastVersion = "";
    boolean worldNacked;

    TypeState(SharedType shared) {
        this.shared = shared;
    }

    boolean is(int number, int flag) {
        return number < flags.length && (flags[number] & flag) != 0;
    }

    void set(int number, int flag) {
        room(number);
        flags[number] |= (byte) flag;
    }

    void clear(int number, int flag) {
        if (number < flags.length) {
            flags[number] &= (byte) ~flag;
        }
    }

    boolean subscribed(int number) {
        return wildcard || is(number, NAMED);
    }

    long version(int number) {
        return number < versions.length ? versions[number] : 0;
    }

    /** Returns the version in use, or 0. */
    long heldVersion(int number) {
        if (!is(number, HELD)) {
            return 0;
        }
        long[] kept = accepted;
        return is(number, NACKED) && kept != null ? kept[number] : versions[number];
    }

    void accept(int number, long version) {
        room(number);
        versions[number] = version;
        if (!is(number, HELD)) {
            held++;
        }
        flags[number] = (byte) ((flags[number] | SEEN | HELD) & ~NACKED);
    }

    void refuse(int number, long version) {
        room(number);
        long[] kept = accepted;
        if (kept == null || kept.length < versions.length) {
            kept = kept == null ? new long[versions.length] : Arrays.copyOf(kept, versions.length);
            accepted = kept;
        }
        if (!is(number, NACKED)) {
            kept[number] = is(number, HELD) ? versions[number] : 0;
        }
        versions[number] = version;
        flags[number] |= (byte) (SEEN | NACKED);
    }

    void drop(int number) {
        if (is(number, HELD)) {
            held--;
        }
        if (number < flags.length) {
            versions[number] = 0;
            flags[number] &= (byte) ~(HELD | SEEN | NACKED | CLAIMED);
        }
    }

    /** A name that was owed an answer has one. */
    void answered(int number) {
        if (is(number, NAMED) && !is(number, ANSWERED)) {
            set(number, ANSWERED);
            unanswered--;
        }
    }

    /** A new stream knows nothing of what happened on the last. */
    void newStream() {
        for (int number = 0; number < flags.length; number++) {
            if (is(number, NACKED)) {
                versions[number] = heldVersion(number);
            }
            flags[number] &= (byte) (NAMED | HELD);
        }
        nonces.clear();
        asked = false;
        unanswered = 0;
        settling = false;
        nonce = "";
        answeredNonce = "";
        changed = false;
        lastVersion = "";
        worldNacked = false;
    }

    /** Everything that is held may come again unchanged. */
    void excuse() {
        for (int number = 0; number < flags.length; number++) {
            if (is(number, HELD | NACKED)) {
                flags[number] |= OWED;
            }
        }
    }

    private void room(int number) {
        if (number >= flags.length) {
            int room = Math.max(number + 1, Math.min(flags.length + (flags.length >> 1), shared.names().size()));
            room = Math.max(room, Math.min(shared.names().size(), NameTable.MOST));
            flags = Arrays.copyOf(flags, room);
            versions = Arrays.copyOf(versions, room);
        }
    }
}
