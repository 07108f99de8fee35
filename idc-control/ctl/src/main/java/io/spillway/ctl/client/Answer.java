package io.spillway.ctl.client;

import java.util.List;

/** What became of a request. */
public sealed interface Answer {

    /** The control plane did as asked. */
    record Done(JsonView body) implements Answer {}

    /**
     * The control plane says no and why.
     *
     * @param problem a problem document (RFC 9457)
     */
    record Refused(int status, JsonView problem) implements Answer {}

    /** Something answered that does not talk like a control plane. */
    record Foreign(ServerAddress address, int status, String text) implements Answer {}

    /**
     * Nobody answered, and nothing was written.
     *
     * @param attempts what happened at each address
     */
    record Unreachable(List<String> attempts) implements Answer {

        public Unreachable {
            attempts = List.copyOf(attempts);
        }
    }

    /** A write was sent, but its answer did not come: it may have happened or not. */
    record OutcomeUnknown(ServerAddress address, String reason) implements Answer {}
}
