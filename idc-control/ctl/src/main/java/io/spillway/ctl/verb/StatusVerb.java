package io.spillway.ctl.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows everything that is connected to a control node, and what is wrong. */
@Command(name = "status", description = "Shows readiness, registry, the IDC's control nodes, every data plane and type, every peer, what drains, and what is wrong.")
final class StatusVerb extends ServerVerb {

    private static final int SHORT_VERSION = 12;

    @Option(names = "--check", order = 1, description = "Inspects the IDC: prints what is wrong, why that matters and what to do, and compares all its live control nodes, found by any of --server. "
            + "Ends with 1 when there is an error, with 0 when there are only warnings.")
    boolean check;

    StatusVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed, InterruptedException {
        if (check) {
            return check();
        }
        JsonView status = ask(Request.get("/v1/status"));
        if (!forPeople()) {
            print(status.tree());
            return ExitCode.DONE;
        }
        long now = surroundings.clock().millis();
        print(head(status));
        print(registry(status.at("registry"), now));
        print("");
        ControlNodes.table(status, now).ifPresent(table -> {
            print(table);
            print("");
        });
        dataPlanes(status, now);
        print("");
        Peers.table(status, now).ifPresentOrElse(this::print, () -> print("no peers"));
        Peers.leader(status, now).ifPresent(this::print);
        ControlNodes.drains(status, now).ifPresent(table -> {
            print("");
            print(table);
        });
        HealthTable.counts(status.at("health")).ifPresent(counts -> print("\n" + counts));
        HealthTable.against(status.at("health"), now).ifPresent(this::print);
        SpillTable.of(status.list("spills")).ifPresent(table -> {
            print("");
            print(table);
        });
        JsonView silent = status.at("loadSilent");
        SpillTable.silent(silent.number("dataPlanes", 0), silent.texts("here")).ifPresent(this::print);
        problems(Problems.of(status));
        return ExitCode.DONE;
    }

    private ExitCode check() throws VerbFailed, InterruptedException {
        Inspection.Result result = new Inspection(this).run();
        if (!forPeople()) {
            print(result.fields());
            return result.fine() ? ExitCode.DONE : ExitCode.FAILED;
        }
        boolean several = result.nodes().stream().map(NodeCheck::idc).distinct().count() > 1;
        for (CheckFinding finding : result.findings()) {
            print(paint().word(finding.severity()) + " " + (several ? finding.idc() + " " : "") + finding.object()
                    + ": "
                    + finding.what() + " [" + finding.rule() + "]");
            print("  why: " + finding.why());
            print("  do:  " + finding.action());
            if (wide()) {
                print("  by:  " + String.join(", ", finding.nodes()));
            }
        }
        if (result.findings().isEmpty()) {
            print("nothing is wrong");
        }
        return result.fine() ? ExitCode.DONE : ExitCode.FAILED;
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

    private void dataPlanes(JsonView status, long now) {
        List<JsonView> planes = status.list("dataPlanes");
        if (planes.isEmpty()) {
            print("no data planes");
            return;
        }
        List<String> headings = new ArrayList<>(List.of("NODE", "ROLE", "TYPE", "STATE", "VERSION", "AGE"));
        headings.addAll(
                wide() ? List.of("CONNECTED", "RESOURCES", "INTENDED", "CLOCK", "LAST-NACK") : List.of("LAST-NACK"));
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
                cells.add(clock(status, plane.text("node")));
            }
            cells.add(plane.text("lastNack"));
            table.row(cells);
        }
        print(table);
        planes.forEach(this::differences);
    }

    /** Returns by how much its clock is ahead of the control node's, as in "+12ms"; empty when it does not tell. */
    private static String clock(JsonView status, String node) {
        return status.list("clocks").stream().filter(one -> one.text("node").equals(node)).findFirst()
                .map(one -> String.format(Locale.ROOT, "%+dms", one.number("aheadMillis", 0))).orElse("");
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
