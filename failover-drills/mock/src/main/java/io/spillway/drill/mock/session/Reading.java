package io.spillway.drill.mock.session;

import io.spillway.drill.mock.message.ResponseView;

/**
 * Reads a response: finds the numbers of its names and what stands for its versions, which are in the scratch then, says what is
 * wrong with its form, and tells what came. Belongs to its session.
 */
final class Reading {

    private final Scratch scratch;
    private final SessionOutput output;

    Reading(Scratch scratch, SessionOutput output) {
        this.scratch = scratch;
        this.output = output;
    }

    /** What stands for the version of a resource, by the protocol. */
    interface Versions {
        long of(ResponseView view, int resource);
    }

    /** Fills the scratch; returns whether there is room for all names, without which nothing can be said of the response. */
    boolean take(TypeState state, ResponseView view, Versions versions) {
        nonce(state, view);
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
            scratch.versions[i] = versions.of(view, i);
            resource(state, view, i, number);
        }
        return true;
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

    private void resource(TypeState state, ResponseView view, int at, int number) {
        String name = state.shared.names().name(number);
        if (!scratch.first(state.shared.index(), number)) {
            output.violation(ViolationKind.DUPLICATE_RESOURCE, state.shared.type().name(), name, 1);
        }
        if (view.hasBody(at) && !view.hasBodyOfItsType(at)) {
            output.violation(ViolationKind.WRONG_TYPE, state.shared.type().name(),
                    name + " is a " + view.bodyTypeUrl(at), 1);
        }
    }

    /** Tells of every resource that was read, and remembers the text of its version. */
    void announce(TypeState state, ResponseView view, long now) {
        for (int i = 0; i < view.resourceCount(); i++) {
            int number = scratch.numbers[i];
            long version = scratch.versions[i];
            state.shared.versions().add(version, view.octets(), view.versionAt(i), view.versionLength(i), now);
            output.resource(state.shared, view, i, number, version, version != state.version(number));
        }
    }
}
