package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows everything that is connected to a control node, and what is wrong. */
@Command(name = "status", description = "Shows readiness, registry, every data plane and type, every peer, and what is wrong.")
final class StatusVerb extends ServerVerb {

    private static final int SHORT_VERSION = 12;

    @Option(names = "--check", order = 1, description = "Prints only what is wrong; ends with 1 when anything is.")
    boolean check;

    StatusVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        JsonView status = ask(Request.get("/v1/status"));
        if (check) {
            return check(status);
        }
        if (!forPeople()) {
            print(status.tree());
            return ExitCode.DONE;
        }
        long now = surroundings.clock().millis();
        print(head(status));
        print(registry(status.at("registry"), now));
        print("");
        dataPlanes(status.list("dataPlanes"), now);
        print("");
        Peers.table(status, now).ifPresentOrElse(this::print, () -> print("no peers"));
        problems(Problems.of(status));
        return ExitCode.DONE;
    }

    private ExitCode check(JsonView status) {
        List<Problems.Problem> problems = Problems.of(status);
        if (forPeople()) {
            problems.forEach(problem -> print(problem.object() + ": " + problem.what()));
            if (problems.isEmpty()) {
                print("nothing is wrong");
            }
        } else {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ok", problems.isEmpty());
            answer.put("problems", problems.stream().map(Problems.Problem::fields).toList());
            print(answer);
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private String head(JsonView status) {
        List<String> waiting = status.texts("readiness");
        return "IDC " + status.text("idc") + ", node " + status.text("node") + ": "
                + paint().word(status.isTrue("ready") ? "ready" : "NOT READY")
                + (waiting.isEmpty() ? "" : ", waits for " + String.join(", ", waiting));
    }

    private String registry(JsonView registry, long now) {
        String since = Ages.between(registry.number("sinceUnixMillis", 0), now);
        String reason = registry.text("reason");
        return "Registry " + registry.text("kind") + ": "
                + paint().word(registry.isTrue("connected") ? "connected" : "NOT CONNECTED")
                + (since.isEmpty() ? "" : " for " + since) + ", revision " + registry.text("revision") + ", cluster id "
                + registry.text("clusterId") + (reason.isEmpty() ? "" : " (" + reason + ")");
    }

    private void dataPlanes(List<JsonView> planes, long now) {
        if (planes.isEmpty()) {
            print("no data planes");
            return;
        }
        List<String> headings = new ArrayList<>(List.of("NODE", "ROLE", "TYPE", "STATE", "VERSION", "AGE"));
        headings.addAll(wide() ? List.of("CONNECTED", "RESOURCES", "INTENDED", "LAST-NACK") : List.of("LAST-NACK"));
        Table table = new Table(headings);
        for (JsonView plane : planes) {
            String version = plane.text("version");
            List<String> cells = new ArrayList<>(List.of(plane.text("node"), plane.text("role"), plane.text("type"),
                    plane.text("state"),
                    wide() || version.length() <= SHORT_VERSION ? version : version.substring(0, SHORT_VERSION),
                    Ages.between(plane.number("ackedUnixMillis", 0), now)));
            if (wide()) {
                cells.add(Ages.between(plane.number("connectedSinceUnixMillis", 0), now));
                cells.add(plane.text("resources"));
                cells.add(plane.at("intended").text("resources"));
            }
            cells.add(plane.text("lastNack"));
            table.row(cells);
        }
        print(table);
        planes.forEach(this::differences);
    }

    /** Says what a data plane should have and does not, or has and should not. */
    private void differences(JsonView plane) {
        JsonView intended = plane.at("intended");
        if (intended.number("differing", 0) == 0) {
            return;
        }
        print("");
        print(plane.text("node") + " " + plane.text("type") + ": " + intended.text("differing")
                + " of " + intended.text("resources") + " differ from what it should have:");
        List<JsonView> named = intended.list("differs");
        named.forEach(one -> print("  " + one.text("name") + " " + one.text("how") + ": " + one.text("detail")));
        long more = intended.number("differing", 0) - named.size();
        if (more > 0) {
            print("  and " + ResourceFiles.count((int) more, "other"));
        }
    }

    private void problems(List<Problems.Problem> problems) {
        if (!problems.isEmpty()) {
            print("");
            print("Problems:");
            problems.forEach(problem -> print("  " + problem.object() + ": " + problem.what()));
        }
    }
}
