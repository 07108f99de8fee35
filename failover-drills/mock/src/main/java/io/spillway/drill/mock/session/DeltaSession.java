package io.spillway.drill.mock.session;

import java.util.LinkedHashMap;
import java.util.Map;

import com.google.protobuf.ByteString;
import io.spillway.drill.mock.message.Hash64;
import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.Request;
import io.spillway.drill.mock.message.ResponseView;

/** A client of the incremental protocol. */
final class DeltaSession extends Session {

    DeltaSession(SharedTypes types, SessionLimits limits, Scratch scratch, SessionOutput output) {
        super(types, limits, scratch, output, true);
    }

    @Override
    void ask(TypeState state, boolean resume, long now) {
        state.asked = true;
        expected.begin(state, now);
        Map<String, ByteString> versions = resume ? claim(state) : Map.of();
        state.unanswered = 0;
        for (int number = 0; number < state.flags.length; number++) {
            if (state.is(number, TypeState.NAMED)) {
                state.set(number, TypeState.ANSWERED);
                if (!state.is(number, TypeState.CLAIMED)) {
                    expected.mark(state, number);
                }
            }
        }
        // what is held already is not sent, and then there may be nothing to wait for
        state.settling = versions.isEmpty() || state.unanswered > 0;
        output.send(new Request.Change(state.shared.type(), introduce(), state.names, NameSet.NONE, versions));
    }

    @Override
    void change(TypeState state, NameSet add, NameSet remove, long now) {
        output.send(new Request.Change(state.shared.type(), introduce(), add, remove, Map.of()));
    }

    @Override
    long versionOf(ResponseView view, int resource) {
        int at = view.versionAt(resource);
        int length = view.versionLength(resource);
        return limits.orderedVersions()
                ? Order.of(view.octets(), at, length)
                : Hash64.of(view.octets(), at, length);
    }

    @Override
    void inspect(TypeState state, ResponseView view, long now) {
        for (int i = 0; i < view.resourceCount(); i++) {
            int number = scratch.numbers[i];
            if (state.subscribed(number)) {
                inspectVersion(state, view, i, now);
            } else if (!expected.recentlyChanged(state, now)) {
                violation(ViolationKind.RESOURCE_NOT_SUBSCRIBED, state, number);
            }
        }
        for (int i = 0; i < view.removedCount(); i++) {
            int number = state.shared.names().number(view.octets(), view.removedAt(i), view.removedLength(i));
            if (number >= 0) {
                inspectRemoval(state, number, now);
            }
        }
    }

    private void inspectVersion(TypeState state, ResponseView view, int resource, long now) {
        int number = scratch.numbers[resource];
        long version = scratch.versions[resource];
        boolean unchanged = version == state.version(number) && view.hasBody(resource);
        if (unchanged && !state.is(number, TypeState.OWED)) {
            if (state.is(number, TypeState.SEEN)) {
                violation(state.is(number, TypeState.NACKED)
                        ? ViolationKind.NACKED_VERSION
                        : ViolationKind.UNCHANGED_VERSION, state, number);
            } else if (state.is(number, TypeState.CLAIMED)) {
                violation(ViolationKind.CLAIMED_VERSION, state, number);
            }
        }
        if (limits.orderedVersions() && state.is(number, TypeState.SEEN) && version < state.version(number)) {
            violation(ViolationKind.OLDER_VERSION, state, number);
        }
        expected.given(state, number, unchanged, now);
    }

    private void inspectRemoval(TypeState state, int number, long now) {
        if (!scratch.first(state.shared.index(), number)) {
            violation(ViolationKind.DUPLICATE_RESOURCE, state, number);
        }
        if (!state.subscribed(number) && !expected.recentlyChanged(state, now)) {
            violation(ViolationKind.REMOVED_NOT_SUBSCRIBED, state, number);
        }
    }

    @Override
    void apply(TypeState state, ResponseView view, Verdict verdict) {
        // a Nack without names of a response with several says nothing about any one of them
        boolean blamed = view.resourceCount() == 1 || !verdict.refused().isEmpty();
        for (int i = 0; i < view.resourceCount(); i++) {
            int number = scratch.numbers[i];
            state.answered(number);
            if (!state.subscribed(number)) {
                continue;
            }
            if (verdict.accepts(number)) {
                state.accept(number, scratch.versions[i]);
            } else {
                state.refuse(number, scratch.versions[i]);
                if (!blamed) {
                    state.set(number, TypeState.OWED);
                }
            }
        }
        for (int i = 0; i < view.removedCount(); i++) {
            int number = state.shared.names().number(view.octets(), view.removedAt(i), view.removedLength(i));
            if (number >= 0) {
                state.answered(number);
                if (!verdict.acceptsNothing()) {
                    state.drop(number);
                }
                output.removed(state.shared, number);
            }
        }
    }

    @Override
    void answer(Pending answer) {
        output.send(new Request.Answer(answer.state().shared.type(), answer.nonce(),
                answer.error().isEmpty() ? null : answer.error()));
    }

    /** Says which versions are held; those that the group has forgotten are asked for as if they were not. */
    private Map<String, ByteString> claim(TypeState state) {
        Map<String, ByteString> versions = new LinkedHashMap<>();
        for (int number = 0; number < state.flags.length; number++) {
            long version = state.heldVersion(number);
            ByteString text = version == 0 ? null : state.shared.versions().text(version);
            if (text != null && state.subscribed(number)) {
                versions.put(state.shared.names().name(number), text);
                state.set(number, TypeState.CLAIMED);
                state.clear(number, TypeState.OWED);
            }
        }
        return versions;
    }
}
