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
    final Expected expected;
    private final Reading reading;
    private final List<TypeState> states = new ArrayList<>(2);
    private final ArrayDeque<Pending> pending = new ArrayDeque<>(2);
    private final Verdicts verdicts = new Verdicts();
    private boolean open;
    private boolean introduced;

    /** Creates a session without a stream; {@code answersNames}: the server is to say of every name that there is nothing. */
    Session(SharedTypes types, SessionLimits limits, Scratch scratch, SessionOutput output, boolean answersNames) {
        this.types = types;
        this.limits = limits;
        this.scratch = scratch;
        this.output = output;
        this.expected = new Expected(limits, output, answersNames);
        this.reading = new Reading(scratch, output);
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
        for (int number : state.shared.numbers(asked)) {
            expected.mark(state, number);
        }
        if (open) {
            expected.begin(state, now);
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
        for (int number : state.shared.numbers(names)) {
            state.answered(number);
            state.clear(number, TypeState.NAMED);
        }
        for (int number = 0; number < state.flags.length; number++) {
            if (!state.subscribed(number)) {
                state.drop(number);
            }
        }
        expected.changed(state, now);
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
                expected.again(state, now);
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
        if (!reading.take(state, view, this::versionOf)) {
            return;
        }
        inspect(state, view, now);
        reading.announce(state, view, now);
        Verdict verdict = verdicts.judge(state, view, scratch);
        apply(state, view, verdict);
        warm(state.shared.type(), view, now);
        expected.again(state, now);
        expected.settle(state, now);
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
            if (open) {
                expected.look(state, now);
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
            if (open && expected.any(state)) {
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

    /** Notes a violation about one resource. */
    final void violation(ViolationKind kind, TypeState state, int number) {
        output.violation(kind, state.shared.type().name(), state.shared.names().name(number), 1);
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
