package io.spillway.ctl.verb;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.ControlClient.StreamAnswer;
import io.spillway.ctl.client.EventStream;
import io.spillway.ctl.client.EventStream.ServerEvent;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.ctl.output.OutputFormat;
import io.spillway.ctl.output.ResourceColumns;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Kind;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import io.spillway.wire.document.YamlText;

/**
 * Prints the changes of a kind as they come. A broken stream is opened again, at another control node if need be; what is
 * known already is not printed twice, and what went away in between is printed as deleted. Not thread-safe.
 */
final class Watching {

    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(500);
    private static final int NARROWEST = 12;

    private final GetVerb verb;
    private final Kind kind;
    private final String name;
    private final ResourceColumns columns;
    private final Map<String, JsonView> known = new HashMap<>();
    private final List<Integer> widths = new ArrayList<>();

    /** Creates one; an empty name means all. */
    Watching(GetVerb verb, Kind kind, String name) {
        this.verb = verb;
        this.kind = kind;
        this.name = name;
        this.columns = ResourceColumns.of(kind, verb.wide());
    }

    /** Returns never, or throws when no control plane has answered for as long as a request may take. */
    ExitCode follow() throws VerbFailed, InterruptedException {
        boolean again = false;
        long lostAt = 0;
        while (true) {
            switch (verb.client().stream("/v1/" + kind.plural() + "?watch", verb.silence())) {
                case StreamAnswer.Open(EventStream events) -> {
                    try (events) {
                        if (again) {
                            dropVanished();
                        } else {
                            heading();
                        }
                        read(events);
                    }
                    again = true;
                    lostAt = verb.surroundings.ticker().nanos();
                }
                case StreamAnswer.NotOpen(Answer answer) -> {
                    long lost = verb.surroundings.ticker().nanos() - lostAt;
                    // A stream ends with the credentials that it was opened by; the others' answer is final.
                    if (!again || (answer instanceof Answer.Refused(int status, JsonView _) && status / 100 == 4)
                            || lost > verb.requestTimeout().toNanos()) {
                        Failures.done(answer, "");
                        throw new VerbFailed(ExitCode.FAILED, "no stream of events came");
                    }
                }
            }
            verb.surroundings.pause().pause(BETWEEN_ATTEMPTS);
        }
    }

    private void read(EventStream events) {
        try {
            for (ServerEvent event = events.next(); event != null; event = events.next()) {
                if (JsonText.parse(event.data()) instanceof Decoded.Valid<Tree>(Tree tree)) {
                    handle(event.name(), new JsonView(tree).at("resource"));
                }
            }
            verb.say("the control plane ended the stream, asking again");
        } catch (IOException e) {
            verb.say("the stream broke, asking again: " + e.getMessage());
        }
    }

    private void handle(String event, JsonView resource) {
        String which = resource.at("metadata").text("name");
        if (!name.isEmpty() && !name.equals(which)) {
            return;
        }
        if (event.equals("DELETED")) {
            known.remove(which);
            show(event, resource);
        } else if (event.equals("PUT")) {
            JsonView before = known.put(which, resource);
            if (before == null || !before.equals(resource)) {
                show(event, resource);
            }
        }
    }

    private void dropVanished() throws VerbFailed {
        List<String> present = verb.ask(Request.get("/v1/" + kind.plural())).list("items").stream()
                .map(resource -> resource.at("metadata").text("name")).toList();
        List<JsonView> vanished = known.entrySet().stream().filter(entry -> !present.contains(entry.getKey()))
                .map(Map.Entry::getValue).toList();
        vanished.forEach(resource -> handle("DELETED", resource));
    }

    private void heading() {
        if (verb.forPeople()) {
            List<String> headings = new ArrayList<>(columns.headings());
            headings.forEach(heading -> widths.add(Math.max(NARROWEST, heading.length())));
            row("EVENT", headings);
        }
    }

    private void show(String event, JsonView resource) {
        if (verb.forPeople()) {
            row(event, columns.cells(resource));
            return;
        }
        Tree tree = Trees.of(Map.of("event", event, "resource", resource.tree()));
        verb.print(verb.output == OutputFormat.YAML
                ? "---\n" + YamlText.write(tree).stripTrailing()
                : JsonText.write(tree));
        verb.spec.commandLine().getOut().flush();
    }

    /** Columns grow with what comes: nobody knows yet how wide they must be. */
    private void row(String event, List<String> cells) {
        StringBuilder line = new StringBuilder(event).repeat(' ', Math.max(0, "DELETED".length() - event.length()));
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).isEmpty() ? "-" : cells.get(i);
            widths.set(i, Math.max(widths.get(i), cell.length()));
            line.append("  ").append(cell).repeat(' ', widths.get(i) - cell.length());
        }
        verb.print(line.toString().stripTrailing());
        verb.spec.commandLine().getOut().flush();
    }
}
