package io.spillway.drill.mock.session;

import io.spillway.drill.mock.message.NameSet;
import io.spillway.drill.mock.message.Request;
import io.spillway.drill.mock.message.ResponseView;
import org.jspecify.annotations.Nullable;

/**
 * A client of the state-of-the-world protocol. Resources have no versions there: what tells them apart is their content. A
 * response as a whole is what may or may not come again.
 */
final class WorldSession extends Session {

    WorldSession(SharedTypes types, SessionLimits limits, Scratch scratch, SessionOutput output) {
        super(types, limits, scratch, output, false);
    }

    @Override
    void ask(TypeState state, boolean resume, long now) {
        state.asked = true;
        expected.begin(state, now);
        if (!resume) {
            state.version = "";
        }
        request(state, state.version, "", null);
    }

    @Override
    void change(TypeState state, NameSet add, NameSet remove, long now) {
        expected.changed(state, now);
        request(state, state.version, state.answeredNonce, null);
    }

    @Override
    long versionOf(ResponseView view, int resource) {
        return view.bodyHash(resource);
    }

    @Override
    void inspect(TypeState state, ResponseView view, long now) {
        boolean changed = !view.version().equals(state.lastVersion);
        boolean owed = expected.recentlyChanged(state, now);
        for (int i = 0; i < view.resourceCount(); i++) {
            int number = scratch.numbers[i];
            if (!state.subscribed(number) && !expected.recentlyChanged(state, now)) {
                violation(ViolationKind.RESOURCE_NOT_SUBSCRIBED, state, number);
            }
            boolean same = state.is(number, TypeState.SEEN) && state.version(number) == scratch.versions[i];
            changed |= !same;
            owed |= state.is(number, TypeState.OWED);
            expected.given(state, number, same, now);
        }
        changed |= state.shared.type().wholeWorld() && takesAway(state);
        if (!changed && !owed && view.resourceCount() > 0) {
            output.violation(
                    state.worldNacked ? ViolationKind.NACKED_VERSION : ViolationKind.UNCHANGED_VERSION,
                    state.shared.type().name(),
                    "version " + view.version() + ", " + view.resourceCount() + " resources",
                    1);
        }
        state.lastVersion = view.version();
        inspectWorld(state, view);
    }

    /** Only a client that wants everything and names nothing can be compared with the others of its group. */
    private void inspectWorld(TypeState state, ResponseView view) {
        boolean everything = state.wildcard && (state.names.isEmpty() || state.names.equals(NameSet.WILDCARD));
        if (!everything || !state.shared.type().wholeWorld() || view.version().isEmpty()) {
            return;
        }
        int most = state.shared.world(view.version(), view.resourceCount());
        if (most > view.resourceCount()) {
            output.violation(ViolationKind.WORLD_NOT_WHOLE, state.shared.type().name(), "version " + view.version()
                    + ": " + view.resourceCount() + " resources, another response had " + most, 1);
        }
    }

    private boolean takesAway(TypeState state) {
        for (int number = 0; number < state.flags.length; number++) {
            if (state.is(number, TypeState.HELD) && !scratch.seen(state.shared.index(), number)) {
                return true;
            }
        }
        return false;
    }

    @Override
    void apply(TypeState state, ResponseView view, Verdict verdict) {
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
            }
        }
        if (state.shared.type().wholeWorld() && !verdict.acceptsNothing()) {
            for (int number = 0; number < state.flags.length; number++) {
                if (state.is(number, TypeState.HELD) && !scratch.seen(state.shared.index(), number)) {
                    state.drop(number);
                    output.removed(state.shared, number);
                }
            }
        }
        state.worldNacked = !verdict.error().isEmpty();
    }

    @Override
    void answer(Pending answer) {
        TypeState state = answer.state();
        state.answeredNonce = answer.nonce();
        if (answer.error().isEmpty()) {
            state.version = answer.version();
            request(state, state.version, answer.nonce(), null);
        } else {
            request(state, state.version, answer.nonce(), answer.error());
        }
    }

    private void request(TypeState state, String version, String nonce, @Nullable String error) {
        NameSet names = state.names;
        output.send(new Request.World(state.shared.type(), introduce(), names, version, nonce, error));
    }
}
