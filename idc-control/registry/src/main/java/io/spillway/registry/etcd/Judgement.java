package io.spillway.registry.etcd;

import io.spillway.registry.ClusterChanged;
import org.jspecify.annotations.Nullable;

/** Whether the etcd that answered is to be believed. */
sealed interface Judgement {

    /** Nobody knows a registry yet and there is an identity: this is it. */
    record Adopt(Identity identity) implements Judgement {}

    /** Nobody knows a registry yet, and it has no identity: give it one. */
    record Found() implements Judgement {}

    /** It is the known one. */
    record Same() implements Judgement {}

    /** Another node was told to accept it: follow. */
    record Follow(Identity identity) implements Judgement {}

    /** It is refused until the operator says otherwise. */
    record Refuse(Identity identity, ClusterChanged changed) implements Judgement {}

    /** Pure: judges by what is known, the newest revision seen there, and what answered at which revision. */
    static Judgement of(@Nullable Identity known, long seenRevision, Identity found, long revision) {
        if (known == null) {
            return found.token().isEmpty() ? new Found() : new Adopt(found);
        }
        if (!found.token().isEmpty() && found.previous().equals(known.token()) && found.epoch() > known.epoch()) {
            return new Follow(found);
        }
        if (found.cluster() != known.cluster()) {
            return refuse(known, found, "", "etcd's cluster id differs");
        }
        if (!found.token().equals(known.token())) {
            return refuse(known, found, "", found.token().isEmpty()
                    ? "the etcd has no data of Spillway: it was wiped, or it is another one"
                    : "the etcd has the data of another registry");
        }
        if (revision < seenRevision) {
            return refuse(known, found, "-rewound", "its revision went back from " + seenRevision + " to " + revision
                    + ": it was restored from an old copy");
        }
        return new Same();
    }

    private static Judgement refuse(Identity known, Identity found, String suffix, String detail) {
        return new Refuse(found, new ClusterChanged(known.id(), found.id() + suffix, detail));
    }
}
