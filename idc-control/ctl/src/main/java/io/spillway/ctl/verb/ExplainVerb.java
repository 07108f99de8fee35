package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.Table;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what a gateway would do with a request. */
@Command(name = "explain", description = "Shows what a gateway would do with a request, step by step, decided by the gateway's own code.")
final class ExplainVerb extends ServerVerb {

    @Option(names = "--idc", paramLabel = "IDC", required = true, order = 1, description = "Where the gateway stands.")
    String idc = "";

    @Option(names = "--host", paramLabel = "HOST", required = true, order = 2, description = "The request's Host header.")
    String host = "";

    @Option(names = "--path", paramLabel = "PATH", defaultValue = "/", order = 3, description = "Path and query (default: /).")
    String path = "/";

    @Option(names = "--method", paramLabel = "METHOD", defaultValue = "GET", order = 4, description = "Default: GET.")
    String method = "GET";

    @Option(names = {"-H",
            "--header"}, paramLabel = "'NAME: VALUE'", order = 5, description = "A header; may be repeated.")
    List<String> headers = List.of();

    @Option(names = "--role", paramLabel = "ROLE", defaultValue = "entrance", order = 6, description = "Listener: entrance, crossing or local (default: entrance).")
    String role = "entrance";

    ExplainVerb(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run() throws VerbFailed {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("idc", idc);
        question.put("role", role);
        question.put("method", method);
        question.put("host", host);
        question.put("path", path);
        question.put("headers", headerFields());
        JsonView answer = ask(Request.ask("/v1/explain", JsonText.write(Trees.of(question))));
        if (!forPeople()) {
            print(answer.tree());
            return ExitCode.DONE;
        }
        Table table = new Table("STEP", "DECISION", "REASON");
        answer.list("steps").forEach(step -> table.row(step.text("step"), step.text("decision"), step.text("reason")));
        print(table);
        String endpoint = answer.text("endpoint");
        print(endpoint.isEmpty() ? "no endpoint: the gateway answers itself" : "endpoint: " + endpoint);
        return ExitCode.DONE;
    }

    private Map<String, String> headerFields() throws VerbFailed {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new VerbFailed(ExitCode.USAGE, "-H: \"" + header + "\" (expected: 'NAME: VALUE')");
            }
            fields.put(header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        return fields;
    }
}
