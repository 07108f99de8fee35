package io.spillway.ctl.verb;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Ages;
import io.spillway.ctl.output.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the load that the data planes report, by service and the IDC that it goes to. */
@Command(name = "load", description = "Shows what the data planes report: requests, errors and drops per second, and what is in flight, by service "
        + "and the IDC that they go to. Each control node knows the data planes that report to it; how requests "
        + "are divided over IDCs follows from what all of them know. -o wide: by cluster, "
        + "priority and deployment cluster.")
final class LoadVerb extends ServerVerb {

    @Parameters(index = "0", arity = "0..1", paramLabel = "SERVICE", description = "This service only.")
    @Nullable
    String service;

    LoadVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        JsonView load = ask(Request.get(service == null
                ? "/v1/load"
                : "/v1/load?service=" + URLEncoder.encode(service, StandardCharsets.UTF_8)));
        if (!forPeople()) {
            print(load.tree());
            return ExitCode.DONE;
        }
        long now = load.number("unixMillis", 0);
        if (load.list("services").isEmpty()) {
            print("no load");
        } else {
            print(wide() ? places(load, now) : targets(load, now));
            drops(load);
        }
        SpillTable.of(load.list("spills")).ifPresent(table -> {
            print("");
            print(table);
        });
        SpillTable.silent(load.number("silent", 0), List.of()).ifPresent(this::print);
        List<JsonView> reporters = load.list("reporters");
        print(ResourceFiles.count(reporters.size(), "data plane") + " reported to node " + load.text("node")
                + " (every " + Ages.of(Duration.ofMillis(load.number("everyMillis", 0))) + ")");
        return ExitCode.DONE;
    }

    private static Table targets(JsonView load, long now) {
        Table table = new Table("SERVICE", "TARGET", "REQ/S", "OK/S", "ERR/S", "IN-FLIGHT", "NODES", "AGE");
        for (JsonView one : load.list("services")) {
            for (JsonView target : one.list("targets")) {
                List<String> cells = new ArrayList<>(List.of(one.text("service"), target.text("idc")));
                cells.addAll(figures(target, now));
                table.row(cells);
            }
        }
        return table;
    }

    private static Table places(JsonView load, long now) {
        Table table = new Table("SERVICE", "TARGET", "CLUSTER", "PRIORITY", "DEPLOYMENT", "REQ/S", "OK/S", "ERR/S",
                "IN-FLIGHT", "NODES", "AGE");
        for (JsonView one : load.list("services")) {
            for (JsonView target : one.list("targets")) {
                for (JsonView place : target.list("localities")) {
                    List<String> cells = new ArrayList<>(List.of(one.text("service"), target.text("idc"),
                            place.text("cluster"), place.text("priority"), place.text("deployment")));
                    cells.addAll(figures(place, now));
                    table.row(cells);
                }
            }
        }
        return table;
    }

    private static List<String> figures(JsonView load, long now) {
        return List.of(rate(load.decimal("requestsPerSecond")), rate(load.decimal("successesPerSecond")),
                rate(load.decimal("errorsPerSecond")), load.text("inFlight"), load.text("nodes"),
                Ages.between(load.number("heardUnixMillis", 0), now));
    }

    private void drops(JsonView load) {
        Table table = new Table("SERVICE", "REFUSED-FOR", "PER-SECOND");
        boolean any = false;
        for (JsonView one : load.list("services")) {
            for (var category : one.fields("dropsPerSecond").entrySet()) {
                any = true;
                table.row(one.text("service"), category.getKey(),
                        rate(one.at("dropsPerSecond").decimal(category.getKey())));
            }
        }
        if (any) {
            print("");
            print(table);
        }
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%.1f", perSecond);
    }
}
