package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.client.ServerAddress;

/** Asks every control node that is named, and every other that lives in their IDCs, to inspect; compares what they say. */
final class Inspection {

    private static final Request CHECK = Request.get("/v1/check");
    private static final Request STATUS = Request.get("/v1/status");
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final int LOOKS = 3;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final ServerVerb verb;

    Inspection(ServerVerb verb) {
        this.verb = verb;
    }

    /** What was found, and who was asked. */
    record Result(List<NodeCheck> nodes, List<CheckFinding> findings) {

        boolean fine() {
            return findings.stream().noneMatch(CheckFinding::isError);
        }

        Map<String, Object> fields() {
            Map<String, Object> fields = new LinkedHashMap<>();
            long errors = findings.stream().filter(CheckFinding::isError).count();
            fields.put("ok", errors == 0);
            fields.put("errors", errors);
            fields.put("warnings", findings.size() - errors);
            fields.put("servers", nodes.stream().map(NodeCheck::fields).toList());
            fields.put("findings", findings.stream().map(CheckFinding::fields).toList());
            return fields;
        }
    }

    Result run() throws VerbFailed, InterruptedException {
        List<ServerAddress> servers = verb.servers();
        Result result = look(servers);
        // Nodes take a change one after the other; what differs only for that moment is no finding.
        for (int again = 1; again < LOOKS && NodeRules.differ(result.nodes); again++) {
            verb.surroundings.pause().pause(BETWEEN_LOOKS);
            result = look(servers);
        }
        return result;
    }

    private Result look(List<ServerAddress> servers) throws VerbFailed {
        List<NodeCheck> nodes = new ArrayList<>();
        List<CheckFinding> findings = new ArrayList<>();
        List<String> attempts = new ArrayList<>();
        for (ServerAddress server : servers) {
            long sent = verb.surroundings.clock().millis();
            long start = verb.surroundings.ticker().nanos();
            Answer answer = verb.client(List.of(server)).send(CHECK);
            if (answer instanceof Answer.Unreachable(List<String> tried)) {
                attempts.addAll(tried);
                findings.add(NodeRules.unreachable(server.toString(), String.join("; ", tried)));
            } else {
                long took = (verb.surroundings.ticker().nanos() - start) / NANOS_PER_MILLI;
                NodeCheck node = NodeCheck.of(server, Failures.done(answer, ""), sent, took);
                nodes.add(node);
                findings.addAll(CheckFinding.of(node.report()));
            }
        }
        if (nodes.isEmpty()) {
            Failures.done(new Answer.Unreachable(attempts), "");
        }
        askFellows(nodes, findings);
        findings.addAll(NodeRules.of(nodes));
        return new Result(nodes, CheckFinding.merged(findings));
    }

    /** Nobody has to know all nodes of an IDC: one of them names the others. */
    private void askFellows(List<NodeCheck> nodes, List<CheckFinding> findings) throws VerbFailed {
        Map<String, NodeCheck> oneOfEach = new LinkedHashMap<>();
        nodes.forEach(node -> oneOfEach.putIfAbsent(node.idc(), node));
        for (NodeCheck one : oneOfEach.values()) {
            Set<String> known = nodes.stream().filter(node -> node.idc().equals(one.idc())).map(NodeCheck::node)
                    .collect(Collectors.toSet());
            switch (verb.client(List.of(one.address())).send(STATUS)) {
                case Answer.Done(JsonView status) -> {
                    for (Fellows.Fellow fellow : new Fellows(verb).ask(status, known, CHECK)) {
                        add(fellow, one.idc(), nodes, findings);
                    }
                }
                case Answer.Unreachable(List<String> tried) ->
                    findings.add(NodeRules.unreachable(one.address().toString(), String.join("; ", tried)));
                case Answer.Refused _,Answer.Foreign _,Answer.OutcomeUnknown _ ->
                    findings.add(NodeRules.othersUnknown(one));
            }
        }
    }

    private static void add(Fellows.Fellow fellow, String idc, List<NodeCheck> nodes, List<CheckFinding> findings) {
        switch (fellow) {
            case Fellows.Fellow.Heard heard -> {
                NodeCheck node = NodeCheck.of(heard.address(), heard.answer(), heard.sentMillis(),
                        heard.tookNanos() / NANOS_PER_MILLI);
                nodes.add(node);
                findings.addAll(CheckFinding.of(node.report()));
            }
            case Fellows.Fellow.Silent(String node, String reason) ->
                findings.add(NodeRules.notAsked(idc, node, reason));
        }
    }
}
