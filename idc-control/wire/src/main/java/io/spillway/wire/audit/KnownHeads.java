package io.spillway.wire.audit;

import java.util.ArrayList;
import java.util.List;

import com.google.protobuf.InvalidProtocolBufferException;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;

/**
 * What an IDC has told of where its chain ends, oldest first: it only grows, so whoever cuts the chain or writes it anew cannot
 * take back what others know. Immutable; pure.
 *
 * @param fault why what was told later does not go on from these; empty when all did
 */
public record KnownHeads(List<ToldHead> heads, String fault) {

    /** Nothing was told. */
    public static final KnownHeads NONE = new KnownHeads(List.of(), "");

    /** So many are kept at most: the first, and the newest. */
    public static final int MOST = 200;

    private static final int SCHEMA = 1;

    /** Copies the list. */
    public KnownHeads {
        heads = List.copyOf(heads);
    }

    /**
     * Returns the same with what is told now, or with why that does not go on from what was told before. What a node tells that
     * lags behind was told before, and changes nothing.
     */
    public KnownHeads with(ToldHead told) {
        if (heads.isEmpty()) {
            return new KnownHeads(List.of(told), "");
        }
        ToldHead last = heads.getLast();
        if (told.epoch() < last.epoch()) {
            return this;
        }
        if (told.epoch() > last.epoch()) {
            return new KnownHeads(grown(told), "");
        }
        if (told.head().sequence() > last.head().sequence()) {
            return new KnownHeads(grown(told), fault);
        }
        for (ToldHead each : heads) {
            if (each.epoch() == told.epoch() && each.head().sequence() == told.head().sequence()) {
                return each.head().equals(told.head())
                        ? this
                        : faulty("record " + told.head().sequence() + " was told as " + each.head().hash() + " at "
                                + each.at() + ", and as " + told.head().hash() + " at " + told.at());
            }
        }
        return told.at().isAfter(last.at())
                ? faulty("it told of " + last.head().sequence() + " records at " + last.at() + ", and of "
                        + told.head().sequence() + " at " + told.at())
                : this;
    }

    /**
     * Returns the same with all that an IDC says now. What was known must be among what it says that it told before, and nothing
     * of that may be another than was told: a chain that is longer and forked is not taken. So whoever forks it cannot take out of that
     * list what does not fit the fork, and his own IDC finds that.
     */
    public KnownHeads with(ToldWord word) {
        ToldHead newest = word.newest();
        KnownHeads next = this;
        for (ToldHead each : word.earlier()) {
            if (!next.reaches(each)) {
                next = next.with(each);
            } else if (!other(each).isEmpty()) {
                return faulty(other(each));
            }
        }
        if (heads.isEmpty() || newest.epoch() != heads.getLast().epoch()) {
            return next.with(newest);
        }
        KnownHeads then = next.with(newest);
        if (!then.fault().equals(fault)) {
            return faulty(then.fault());
        }
        return heads.stream().filter(each -> each.epoch() == newest.epoch()
                && each.head().sequence() < newest.head().sequence() && !word.goesOnFrom(each.head())).findFirst()
                .map(each -> faulty("it told of record " + each.head().sequence() + " as " + each.head().hash() + " at "
                        + each.at() + ", and of " + newest.head().sequence() + " at " + newest.at()
                        + " as if it had not"))
                .orElse(then);
    }

    /** Returns whether something was told that is as far as this, or of a later registry. */
    private boolean reaches(ToldHead told) {
        return !heads.isEmpty() && (heads.getLast().epoch() > told.epoch() || (heads.getLast().epoch() == told.epoch()
                && heads.getLast().head().sequence() >= told.head().sequence()));
    }

    /** Returns how the head of that sequence was told otherwise; empty when it was not. */
    private String other(ToldHead told) {
        return heads.stream()
                .filter(each -> each.epoch() == told.epoch() && each.head().sequence() == told.head().sequence()
                        && !each.head().equals(told.head()))
                .findFirst()
                .map(each -> "record " + told.head().sequence() + " was told as " + each.head().hash() + " at "
                        + each.at() + ", and is now said to have been told as " + told.head().hash())
                .orElse("");
    }

    /** Returns all that these say to others; there must be one. */
    public ToldWord word() {
        List<ToldHead> current = current();
        return new ToldWord(current.getLast(), current.subList(0, current.size() - 1), true, heads.size() >= MOST);
    }

    private KnownHeads faulty(String what) {
        return fault.isEmpty() ? new KnownHeads(heads, what) : this;
    }

    private List<ToldHead> grown(ToldHead told) {
        List<ToldHead> all = new ArrayList<>(heads);
        all.add(told);
        if (all.size() > MOST) {
            all.remove(1);
        }
        return all;
    }

    /** Returns the heads of the chain that the IDC has now: those of the greatest epoch. */
    public List<ToldHead> current() {
        return heads.stream().filter(each -> each.epoch() == heads.getLast().epoch()).toList();
    }

    /** Returns the bytes that are stored. */
    public byte[] encode() {
        return io.spillway.wire.v1.KnownHeads.newBuilder().setSchema(SCHEMA).setFault(fault)
                .addAllHeads(heads.stream().map(ToldHead::toProto).toList()).build().toByteArray();
    }

    /** Returns what the bytes say, or what is wrong with them. */
    public static Decoded<KnownHeads> decode(byte[] bytes) {
        try {
            io.spillway.wire.v1.KnownHeads message = io.spillway.wire.v1.KnownHeads.parseFrom(bytes);
            return new Decoded.Valid<>(new KnownHeads(
                    message.getHeadsList().stream().map(ToldHead::fromProto).toList(), message.getFault()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException broken) {
            return new Decoded.Invalid<>(List.of(
                    new Violation("", bytes.length + " bytes", "heads of an audit: " + broken.getMessage(), null)));
        }
    }
}
