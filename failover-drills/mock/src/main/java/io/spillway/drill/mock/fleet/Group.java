package io.spillway.drill.mock.fleet;

import java.util.List;

import io.spillway.drill.mock.message.NodeOctets;
import io.spillway.drill.mock.message.Protocol;
import io.spillway.drill.mock.script.Step;
import io.spillway.drill.mock.session.SessionLimits;

/**
 * Clients that all do the same.
 *
 * @param name of the group; clients are called by it and their number, as {@code name-0}
 * @param count how many
 * @param protocol what they speak
 * @param node who they say they are
 * @param ramp when they connect
 * @param clientsPerConnection how many share a connection; 1 for data planes of their own
 * @param limits how patient they are with the server
 * @param retry what they do when the server ends a stream
 * @param steps what they do once connected; at the end they go on answering
 */
public record Group(String name, int count, Protocol protocol, NodeOctets node, Ramp ramp, int clientsPerConnection,
        SessionLimits limits, Retry retry, List<Step> steps) {

    /** Copies the steps. */
    public Group {
        steps = List.copyOf(steps);
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + " (expected: > 0)");
        }
        if (clientsPerConnection < 1) {
            throw new IllegalArgumentException("clientsPerConnection: " + clientsPerConnection + " (expected: > 0)");
        }
    }

    /** Returns a group that speaks the incremental protocol, connects at once, and has a connection for each client. */
    public static Group of(String name, int count, NodeOctets node, Step... steps) {
        return new Group(name, count, Protocol.DELTA, node, Ramp.NONE, 1, SessionLimits.DEFAULT, Retry.DEFAULT,
                List.of(steps));
    }

    /** Returns the name of a client. */
    String client(int number) {
        return name + "-" + number;
    }

    /** Returns the same with another protocol. */
    public Group speaking(Protocol other) {
        return new Group(name, count, other, node, ramp, clientsPerConnection, limits, retry, steps);
    }

    /** Returns the same with another ramp. */
    public Group ramped(Ramp other) {
        return new Group(name, count, protocol, node, other, clientsPerConnection, limits, retry, steps);
    }

    /** Returns the same with so many clients on each connection. */
    public Group sharing(int clients) {
        return new Group(name, count, protocol, node, ramp, clients, limits, retry, steps);
    }

    /** Returns the same with other limits. */
    public Group within(SessionLimits other) {
        return new Group(name, count, protocol, node, ramp, clientsPerConnection, other, retry, steps);
    }

    /** Returns the same with another way to come back. */
    public Group retrying(Retry other) {
        return new Group(name, count, protocol, node, ramp, clientsPerConnection, limits, other, steps);
    }
}
