package io.spillway.drill.mock.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.message.ResponseView;
import io.spillway.drill.mock.message.XdsType;
import org.jspecify.annotations.Nullable;

/**
 * One data plane: what it subscribes, what it holds, what it owes the server, and what the server may send it. Lives as long
 * as the client, over all its streams. Knows no network and no clock: times are those of the caller's ticker. Belongs to one
 * thread.
 */
public abstract sealed class Session permits DeltaSession, WorldSession {

    /** Says that nothing will be due. */
    public static final long NEVER = Long.MAX_VALUE;

    final SharedTypes types;
    final SessionLimits limits;
    final SessionOutput output;
    final Scratch scratch;
    private final List<TypeState> states = new ArrayList<>(2);
    private final ArrayDeque<Pending> pending = new ArrayDeque<>(2);
    private final Verdicts verdicts = new Verdicts();
    private boolean open;
    private boolean introduced;

    Session(SharedTypes types, SessionLimits limits, Scratch scratch, SessionOutput output) {
        this.types = types;
        this.limits = limits;
        this.scratch = scratch;
        this.output = output;
    }

    /** Returns a session of that protocol. */
    public static Session of(Protocol protocol, SharedTypes types, SessionLimits limits, Scratch scratch,
            SessionOutput output) {
        return switch (protocol) {
            case DELTA -> new DeltaSession(types, limits, scratch, output);
            case WORLD -> new WorldSession(types, limits, scratch, output);
        };
    }

    /** Asks for a subscribed type for the first time on a stream; {@code resume}: says what it holds. */
    abstract void ask(TypeState state, boolean resume, long now);

    /** Says that the subscription of a type that is asked for already is another. */
    abstract void change(TypeState state, NameSet add, NameSet remove, long now);

    /** Looks for what the server did wrong; the numbers and versions are in the scratch. */
    abstract void inspect(TypeState state, ResponseView view, long now);

    /** Uses what is not refused. */
    abstract void apply(TypeState state, ResponseView view, Verdict verdict);

    abstract long versionOf(ResponseView view, int resource);

    abstract void answer(Pending answer);

    /** A stream is there. {@code resume}: the client says what it holds from the last one. */
    public final void open(boolean resume, long now) {
        open = true;
        introduced = false;
        pending.clear();
        for (TypeState state : states) {
            state.newStream();
            if (state.wanted) {
                ask(state, resume, now);
            }
        }
    }

    /** The stream is gone; what the client holds stays. */
    public final void close() {
        open = false;
        pending.clear();
    }

    /** Tells whether there is a stream. */
    public final boolean isOpen() {
        return open;
    }

    /** Subscribes names; {@link NameSet#NONE} or a {@code *} among them means everything. */
    public final void subscribe(XdsType type, NameSet names, long now) {
        TypeState state = state(type);
        boolean silently = names.isEmpty() && !state.explicit && type.wildcardByDefault() && !state.asked;
        NameSet asked = names.isEmpty() && !silently ? NameSet.WILDCARD : names;
        state.wanted = true;
        state.wildcard |= names.isEmpty() || asked.names().contains(NameSet.EVERYTHING);
        state.explicit |= !asked.isEmpty();
        state.names = state.shared.after(state.names, asked, true);
        if (state.wildcard && !state.names.isEmpty()) { // names alone would end the wish for everything
            state.names = state.shared.after(state.names, NameSet.WILDCARD, true);
        }
        state.owedAt = now;
        for (String name : asked.names()) {
            if (!name.equals(NameSet.EVERYTHING)) {
                mark(state, state.shared.names().number(name));
            }
        }
        if (open) {
            begin(state, now);
            if (state.asked) {
                change(state, asked, NameSet.NONE, now);
            } else {
                ask(state, false, now);
            }
        }
    }

    /** Takes names away from what is subscribed; {@code *} among them ends the wish for everything. */
    public final void unsubscribe(XdsType type, NameSet names, long now) {
        TypeState state = state(type);
        state.wildcard &= !names.names().contains(NameSet.EVERYTHING);
        state.explicit = true;
        state.names = state.shared.after(state.names, names, false);
        state.wanted = state.wildcard || !state.names.isEmpty();
        for (String name : names.names()) {
            int number = name.equals(NameSet.EVERYTHING) ? NameTable.NO_ROOM : state.shared.names().number(name);
            if (number >= 0) {
                state.answered(number);
                state.clear(number, TypeState.NAMED);
            }
        }
        for (int number = 0; number < state.flags.length; number++) {
            if (!state.subscribed(number)) {
                state.drop(number);
            }
        }
        changed(state, now);
        if (open && state.asked) {
            change(state, NameSet.NONE, names, now);
        }
    }

    /** Answers in another way from now on. */
    public final void conduct(Conduct conduct, long now) {
        boolean spoke = !verdicts.conduct().silent();
        verdicts.conduct(conduct);
        if (!conduct.silent() && !spoke) {
            for (TypeState state : states) {
                state.answerBy = now + limits.answerWithin().toNanos();
            }
            tick(now);
        }
    }

    /** Returns how it answers now. */
    public final Conduct conduct() {
        return verdicts.conduct();
    }

    /** A response came. */
    public final void receive(ResponseView view, long now) {
        SharedType shared = types.of(view);
        TypeState state = shared == null ? null : find(shared.type());
        if (state == null || !state.asked) {
            output.violation(ViolationKind.TYPE_NOT_SUBSCRIBED, view.typeUrl(),
                    view.resourceCount() + " resources", 1);
            return;
        }
        output.response(state.shared.type(), view);
        nonce(state, view);
        if (!number(state, view)) {
            return;
        }
        inspect(state, view, now);
        announce(state, view, now);
        Verdict verdict = verdicts.judge(state, view, scratch);
        apply(state, view, verdict);
        warm(state.shared.type(), view, now);
        state.answerBy = now + limits.answerWithin().toNanos();
        settle(state, now);
        pending.add(new Pending(state, view.nonce(), view.version(), verdict.error(),
                now + verdicts.conduct().ackAfter().toNanos()));
        tick(now);
    }

    /** Does what is due. */
    public final void tick(long now) {
        if (verdicts.conduct().silent()) {
            return;
        }
        Pending head = pending.peek();
        while (head != null && head.due() - now <= 0) {
            pending.remove();
            answer(head);
            output.answered(head.state().shared.type(), head.nonce(), head.error());
            head = pending.peek();
        }
        for (TypeState state : states) {
            if (overdue(state) && state.answerBy - now <= 0) {
                miss(state);
            }
        }
    }

    /** Returns when {@link #tick} has something to do if nothing happens, or {@link #NEVER}. */
    public final long nextDue() {
        if (verdicts.conduct().silent()) {
            return NEVER;
        }
        Pending head = pending.peek();
        long due = head == null ? NEVER : head.due();
        for (TypeState state : states) {
            if (overdue(state)) {
                due = due == NEVER || state.answerBy - due < 0 ? state.answerBy : due;
            }
        }
        return due;
    }

    /** Returns how many resources of a type the client uses. */
    public final int held(XdsType type) {
        TypeState state = find(type);
        return state == null ? 0 : state.held;
    }

    /** Returns the hash of the version of a resource that the client uses, or 0. */
    public final long heldVersion(XdsType type, String name) {
        TypeState state = find(type);
        return state == null ? 0 : state.heldVersion(state.shared.names().number(name));
    }

    /** Returns how many subscribed names of a type the server has said nothing about. */
    public final int unanswered(XdsType type) {
        TypeState state = find(type);
        return state == null ? 0 : state.unanswered;
    }

    /** Returns whether this is the first request of the stream. */
    final boolean introduce() {
        boolean first = !introduced;
        introduced = true;
        return first;
    }

    /** Begins to wait for what is asked for now. */
    final void begin(TypeState state, long now) {
        state.askedAt = now;
        state.settling = true;
        state.answerBy = now + limits.answerWithin().toNanos();
    }

    /** Tells whether a response may still show how it was before the last change. */
    final boolean recentlyChanged(TypeState state, long now) {
        return state.changed && now - state.changedAt <= limits.grace().toNanos();
    }

    final void changed(TypeState state, long now) {
        state.changed = true;
        state.changedAt = now;
    }

    /**
     * A name came. What was owed is then given, unless the client had it before: then this may be an earlier change that
     * crossed the request, and the answer still to come.
     */
    final void given(TypeState state, int number, boolean unchanged, long now) {
        boolean soon = now - state.owedAt <= limits.grace().toNanos();
        if (!state.is(number, TypeState.SEEN) || (unchanged && !soon)) {
            state.clear(number, TypeState.OWED);
        }
    }

    /** Notes a violation about one resource. */
    final void violation(ViolationKind kind, TypeState state, int number) {
        output.violation(kind, state.shared.type().name(), state.shared.names().name(number), 1);
    }

    /** Notes that a name is owed an answer. */
    final void mark(TypeState state, int number) {
        if (number == NameTable.NO_ROOM) {
            return;
        }
        if (!state.is(number, TypeState.NAMED) || state.is(number, TypeState.ANSWERED)) {
            state.unanswered++;
        }
        state.set(number, TypeState.NAMED | TypeState.OWED);
        state.clear(number, TypeState.ANSWERED);
    }

    /** Tells whether the server says of every name that there is nothing. */
    boolean mustAnswerNames() {
        return true;
    }

    private boolean overdue(TypeState state) {
        return open && mustAnswerNames() && state.asked && state.unanswered > 0;
    }

    private void miss(TypeState state) {
        List<String> missing = new ArrayList<>();
        for (int number = 0; number < state.flags.length; number++) {
            if (state.is(number, TypeState.NAMED) && !state.is(number, TypeState.ANSWERED)) {
                missing.add(state.shared.names().name(number));
                state.answered(number);
            }
        }
        state.settling = false;
        output.violation(ViolationKind.NEVER_ANSWERED, state.shared.type().name(),
                missing.size() + " names within " + limits.answerWithin().toMillis() + " ms, the first: "
                        + missing.getFirst(),
                missing.size());
    }

    private void nonce(TypeState state, ResponseView view) {
        String nonce = view.nonce();
        if (nonce.isEmpty()) {
            output.violation(ViolationKind.EMPTY_NONCE, state.shared.type().name(), "version " + view.version(), 1);
        } else if (!state.nonces.add(nonce)) {
            output.violation(ViolationKind.REPEATED_NONCE, state.shared.type().name(), "nonce " + nonce, 1);
        }
        state.nonce = nonce;
    }

    private boolean number(TypeState state, ResponseView view) {
        int count = view.resourceCount();
        scratch.begin(count);
        for (int i = 0; i < count; i++) {
            int number = state.shared.names().number(view.octets(), view.nameAt(i), view.nameLength(i));
            if (number == NameTable.NO_ROOM) {
                output.violation(ViolationKind.MALFORMED_RESPONSE, state.shared.type().name(),
                        "more than " + NameTable.MOST + " names", 1);
                return false;
            }
            scratch.numbers[i] = number;
            scratch.versions[i] = versionOf(view, i);
            if (!scratch.first(state.shared.index(), number)) {
                violation(ViolationKind.DUPLICATE_RESOURCE, state, number);
            }
            if (view.hasBody(i) && !view.hasBodyOfItsType(i)) {
                output.violation(ViolationKind.WRONG_TYPE, state.shared.type().name(),
                        state.shared.names().name(number) + " is a " + view.bodyTypeUrl(i), 1);
            }
        }
        return true;
    }

    private void announce(TypeState state, ResponseView view, long now) {
        for (int i = 0; i < view.resourceCount(); i++) {
            int number = scratch.numbers[i];
            long version = scratch.versions[i];
            state.shared.versions().add(version, view.octets(), view.versionAt(i), view.versionLength(i), now);
            output.resource(state.shared, view, i, number, version, version != state.version(number));
        }
    }

    /** Clusters and listeners warm until their endpoints and routes come, which then come again even if unchanged. */
    private void warm(XdsType type, ResponseView view, long now) {
        if (view.resourceCount() == 0) {
            return;
        }
        TypeState waiting = type.equals(XdsType.CDS)
                ? find(XdsType.EDS)
                : type.equals(XdsType.LDS) ? find(XdsType.RDS) : null;
        if (waiting != null) {
            waiting.excuse();
            waiting.owedAt = now;
        }
    }

    private void settle(TypeState state, long now) {
        boolean complete = state.unanswered == 0 || !mustAnswerNames();
        if (state.settling && complete) {
            state.settling = false;
            output.settled(state.shared.type(), now - state.askedAt);
        }
    }

    final @Nullable TypeState find(XdsType type) {
        for (TypeState state : states) {
            if (state.shared.type().equals(type)) {
                return state;
            }
        }
        return null;
    }

    private TypeState state(XdsType type) {
        TypeState known = find(type);
        if (known != null) {
            return known;
        }
        TypeState fresh = new TypeState(types.of(type));
        states.add(fresh);
        return fresh;
    }
}
