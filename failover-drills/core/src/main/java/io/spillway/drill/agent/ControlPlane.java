package io.spillway.drill.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.Connector;
import io.spillway.ctl.client.ControlClient;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.client.ServerAddress;
import io.spillway.model.time.Ticker;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;

/** What is asked of the control plane of a running installation. Every word may be said again. Safe for use by any thread. */
public final class ControlPlane {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<ServerAddress> servers;
    private final Connector connector;
    private final Token token;
    private final Ticker ticker;

    /** Reads the token that is shown; empty for none. */
    @FunctionalInterface
    interface Token {

        String read() throws IOException;
    }

    ControlPlane(List<ServerAddress> servers, Connector connector, Token token, Ticker ticker) {
        this.servers = List.copyOf(servers);
        this.connector = connector;
        this.token = token;
        this.ticker = ticker;
    }

    /** Returns one for each address: a control node knows the figures of those who report to it. */
    public List<ControlPlane> each() {
        return servers.stream().map(server -> new ControlPlane(List.of(server), connector, token, ticker)).toList();
    }

    /** What it says. */
    public sealed interface Said {

        /** It did as asked. */
        record Done(JsonView body) implements Said {}

        /** It says no. {@code why}: for people. */
        record Refused(int status, String why) implements Said {}

        /** It said nothing, or nothing that can be understood: nobody knows what it did. */
        record Silent(String why) implements Said {}
    }

    /** Returns the Drills as they stand. */
    public Said drills() {
        return get("/v1/drills");
    }

    /** Returns what stands at an address. */
    public Said get(String target) {
        return send(Request.get(target));
    }

    /** Writes a Drill. */
    public Said put(String name, String document) {
        return send(Request.write("PUT", "/v1/drills/" + name, document));
    }

    /** Lets a run begin that this agent plays. */
    public Said run(String drill, String agent) {
        return post("/v1/drills/" + drill + "/run", Map.of("agent", agent));
    }

    /** Takes a run. */
    public Said take(String drill, String run, String agent) {
        return post(address(drill, run) + "take", Map.of("agent", agent));
    }

    /** Says that this agent plays on. */
    public Said beat(String drill, String run, String agent) {
        return post(address(drill, run) + "beat", Map.of("agent", agent));
    }

    /** Tells the end of a run. */
    public Said report(String drill, String run, String agent, Outcome outcome) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("agent", agent);
        body.put("verdict", outcome.verdict().name());
        body.put("reasons", outcome.reasons());
        if (!outcome.report().isEmpty()) {
            body.put("report", outcome.report());
        }
        return post(address(drill, run) + "report", body);
    }

    /** Says something at an address. */
    public Said post(String target, Map<String, ?> body) {
        return send(Request.write("POST", target, JsonText.write(Trees.of(body))));
    }

    private static String address(String drill, String run) {
        return "/v1/drills/" + drill + "/runs/" + run + "/";
    }

    private Said send(Request request) {
        List<String> headers;
        try {
            String shown = token.read();
            headers = shown.isEmpty() ? List.of() : List.of("Authorization: Bearer " + shown);
        } catch (IOException e) {
            return new Said.Silent(String.valueOf(e.getMessage()));
        }
        ControlClient client = new ControlClient(new ControlClient.Settings(servers, headers, PATIENCE, _ -> {}),
                connector, ticker);
        return switch (client.send(request)) {
            case Answer.Done(JsonView body) -> new Said.Done(body);
            case Answer.Refused(int status, JsonView problem) when status == 503 ->
                new Said.Silent("not available: " + problem.text("detail"));
            case Answer.Refused(int status, JsonView problem) ->
                new Said.Refused(status, status + " " + problem.text("title") + ": " + problem.text("detail")
                        + errors(problem));
            case Answer.Foreign(ServerAddress address, int status, String _) ->
                new Said.Silent(address + " is no control plane: it answers " + status);
            case Answer.Unreachable(List<String> attempts) -> new Said.Silent(String.join("; ", attempts));
            case Answer.OutcomeUnknown(ServerAddress address, String reason) ->
                new Said.Silent(address + " has not answered: " + reason);
        };
    }

    private static String errors(JsonView problem) {
        StringBuilder errors = new StringBuilder();
        problem.list("errors").forEach(error -> errors.append("; ").append(error.text("pointer")).append(": ")
                .append(error.text("value")).append(" (expected: ").append(error.text("expected")).append(')'));
        return errors.toString();
    }
}
