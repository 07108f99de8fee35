package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.ResourceColumns;
import io.spillway.ctl.output.Table;
import io.spillway.model.resource.Kind;
import io.spillway.wire.document.ResourceDocuments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists resources, shows one, or follows their changes. */
@Command(name = "get", description = "Lists the resources of a kind, or shows one of them.")
final class GetVerb extends ServerVerb {

    @Parameters(index = "0", paramLabel = "KIND", completionCandidates = KindWord.class, description = "idcs, clusters, services, workloads, imports, drgroups, routes, shifts, gateways, switchovers "
            + "or drills.")
    String kindWord = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Only this one.")
    String name = "";

    @Option(names = {"-w", "--watch"}, order = 1, description = "Goes on with every change, until Ctrl-C.")
    boolean watch;

    GetVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed, InterruptedException {
        if (kindWord.equals(KindWord.GATEWAYS) || kindWord.equals("gateway")) {
            return gateways();
        }
        Kind kind = KindWord.kind(kindWord);
        if (watch) {
            return new Watching(this, kind, name).follow();
        }
        if (name.isEmpty()) {
            list(kind, ask(Request.get("/v1/" + kind.plural())));
        } else {
            JsonView resource = ask(Request.get(KindWord.target(kind, name)));
            if (forPeople()) {
                table(kind, List.of(resource));
            } else {
                print(resource.tree());
            }
        }
        return ExitCode.DONE;
    }

    Duration silence() {
        // The control plane says something every 10 s.
        return Duration.ofSeconds(25);
    }

    private void list(Kind kind, JsonView listing) {
        List<JsonView> items = listing.list("items");
        if (!forPeople()) {
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("apiVersion", ResourceDocuments.API_VERSION);
            list.put("kind", ResourceDocuments.LIST);
            list.put("items", items.stream().map(JsonView::tree).toList());
            print(list);
        } else if (items.isEmpty()) {
            say("no " + kind.plural());
        } else {
            table(kind, items);
        }
    }

    private void table(Kind kind, List<JsonView> resources) {
        ResourceColumns columns = ResourceColumns.of(kind, wide());
        Table table = new Table(columns.headings());
        resources.forEach(resource -> table.row(columns.cells(resource)));
        print(table);
    }

    /** Gateways are no resources: they are known by their connections. */
    private ExitCode gateways() throws VerbFailed {
        if (watch) {
            throw new VerbFailed(ExitCode.USAGE, "--watch: gateways are no resources (expected: without --watch)");
        }
        List<Gateways.Row> rows = Gateways.of(ask(Request.get("/v1/status"))).stream()
                .filter(row -> name.isEmpty() || row.node().equals(name)).toList();
        if (!name.isEmpty() && rows.isEmpty()) {
            throw new VerbFailed(ExitCode.FAILED, "gateways/" + name + " is not connected here");
        }
        if (!forPeople()) {
            print(Map.of("items", rows.stream().map(Gateways.Row::fields).toList()));
        } else if (rows.isEmpty()) {
            say("no gateways are connected");
        } else {
            long now = surroundings.clock().millis();
            Table table = new Table("NODE", "STATE", "CONNECTED", "RESOURCES");
            rows.forEach(row -> table.row(row.cells(now)));
            print(table);
        }
        return ExitCode.DONE;
    }
}
