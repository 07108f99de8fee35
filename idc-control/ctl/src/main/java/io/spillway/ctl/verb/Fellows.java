package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.client.ServerAddress;

/**
 * The other live control nodes of the IDC of a node that has answered: what that node says of them is asked of each. A node
 * is only believed to be the one that is meant when it says so itself, because an address such as 127.0.0.1 leads somewhere
 * else on every machine.
 */
final class Fellows {

    private final ServerVerb verb;

    Fellows(ServerVerb verb) {
        this.verb = verb;
    }

    /** What became of the question to one node. */
    sealed interface Fellow {

        /** Returns its name. */
        String node();

        /** It answered. */
        record Heard(String node, ServerAddress address, JsonView answer, long sentMillis, long tookNanos)
                implements
                    Fellow {}

        /** It could not be asked. {@code reason} says why. */
        record Silent(String node, String reason) implements Fellow {}
    }

    /**
     * Asks each live node but some.
     *
     * @param report of a node, with {@code nodes}
     * @param known names of nodes that need not be asked
     * @param request whose answer has {@code node}
     */
    List<Fellow> ask(JsonView report, Set<String> known, Request request) throws VerbFailed {
        List<Fellow> fellows = new ArrayList<>();
        for (JsonView node : report.list("nodes")) {
            String name = node.text("node");
            if (!node.isTrue("self") && !known.contains(name)) {
                fellows.add(ask(name, node.text("api"), request));
            }
        }
        return fellows;
    }

    private Fellow ask(String node, String api, Request request) throws VerbFailed {
        List<String> reasons = new ArrayList<>();
        if (api.isEmpty()) {
            reasons.add("it does not say where its API is");
        }
        for (ServerAddress address : candidates(api)) {
            long sent = verb.surroundings.clock().millis();
            long start = verb.surroundings.ticker().nanos();
            Answer answer = verb.reader(address).send(request);
            switch (answer) {
                case Answer.Done(JsonView body) when body.text("node").equals(node) -> {
                    return new Fellow.Heard(node, address, body, sent, verb.surroundings.ticker().nanos() - start);
                }
                case Answer.Done(JsonView body) -> reasons.add("at " + address + " answers node " + body.text("node"));
                case Answer.Unreachable(List<String> attempts) -> reasons.addAll(attempts);
                case Answer.Refused(int status, JsonView _) -> reasons.add(address + " answers " + status);
                case Answer.Foreign(ServerAddress _, int status, String _) ->
                    reasons.add(address + " answers " + status);
                case Answer.OutcomeUnknown(ServerAddress _, String reason) -> reasons.add(address + ": " + reason);
            }
        }
        return new Fellow.Silent(node, String.join("; ", reasons));
    }

    /** Returns where a node may be: where it says, by the protocol by which its fellow was asked, or where this person says. */
    private Set<ServerAddress> candidates(String api) throws VerbFailed {
        List<ServerAddress> given = verb.servers();
        Set<ServerAddress> candidates = new LinkedHashSet<>();
        List<ServerAddress> said = ServerAddress.parseAll(api);
        if (said != null) {
            said.forEach(one -> candidates.add(
                    new ServerAddress(one.host(), one.port(), given.getFirst().tls())));
        }
        if (given.size() > 1) {
            candidates.addAll(given);
        }
        return candidates;
    }
}
