package io.spillway.drill.mock.fleet;

import java.util.List;
import java.util.Map;

import io.spillway.drill.mock.session.ViolationKind;

/**
 * How a group fared so far.
 *
 * @param name of the group
 * @param clients how many it has
 * @param connected how many have a stream now
 * @param everConnected how many have had one
 * @param finished how many have done all their steps
 * @param streams opened so far
 * @param ended how often streams ended, by reason
 * @param traffic what was sent and received
 * @param violations of the protocol, by the server
 * @param missed conditions that were not met in time
 * @param connect from the attempt to the stream, successful ones only
 * @param settled from asking to having all of it
 * @param events from an event, as the driver told of it, to its receipt by a client
 * @param slowestEventNanos for each client, the longest of these; 0 without any
 * @param slowestSettledNanos for each client, the longest that it took to have what it asked for; 0 without any
 */
public record GroupResult(String name, int clients, int connected, int everConnected, int finished, long streams,
        Map<String, Integer> ended, Traffic traffic, Map<ViolationKind, Noted> violations, Noted missed,
        Latency connect, Latency settled, Latency events, List<Long> slowestEventNanos,
        List<Long> slowestSettledNanos) {

    /** Copies the collections. */
    public GroupResult {
        ended = Map.copyOf(ended);
        violations = Map.copyOf(violations);
        slowestEventNanos = List.copyOf(slowestEventNanos);
        slowestSettledNanos = List.copyOf(slowestSettledNanos);
    }

    /** Returns the number of violations of all kinds. */
    public long violationCount() {
        return violations.values().stream().mapToLong(Noted::count).sum();
    }

    /**
     * Messages and what was in them.
     *
     * @param requests sent, answers included
     * @param responses received
     * @param resources in them
     * @param removals in them, or by what was no longer in them
     * @param octets of the responses, without framing
     * @param acks among the requests
     * @param nacks among the requests
     */
    public record Traffic(long requests, long responses, long resources, long removals, long octets, long acks,
            long nacks) {}

    /**
     * Something that should not have been.
     *
     * @param count how often
     * @param examples the first of them
     */
    public record Noted(int count, List<String> examples) {

        /** Copies the list. */
        public Noted {
            examples = List.copyOf(examples);
        }
    }
}
