package io.spillway.ctl.verb;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.spillway.ctl.client.Answer;
import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.Request;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ShiftScope;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What setting and clearing a shift have in common: a scope, and a write that only succeeds on what was seen. */
abstract class ShiftWrite extends ServerVerb {

    @Parameters(index = "0", paramLabel = "SCOPE", description = "Name of a DrGroup, or drgroup/NAME, service/NAME, idc/NAME.")
    String scopeText = "";

    @Option(names = "--wait", order = 10, description = "Waits until all connected clients have Acked it; --timeout limits it (default: 30s).")
    boolean wait;

    @Option(names = "--dry-run", order = 11, description = "Has everything checked, writes nothing.")
    boolean dryRun;

    ShiftWrite(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    Duration requestTimeout() {
        return wait ? REQUEST_TIMEOUT : super.requestTimeout();
    }

    /** Returns what the shift shall say beside its scope; null when it need not be written. */
    abstract @Nullable Map<String, Object> wanted(@Nullable JsonView current) throws VerbFailed;

    @Override
    final ExitCode run() throws VerbFailed, InterruptedException {
        ShiftScope scope = ScopeWord.scope(scopeText);
        String name = scope.resourceName();
        String target = KindWord.target(Kind.TRAFFIC_SHIFT, name);
        JsonView current = current(target);
        Map<String, Object> wanted = wanted(current);
        if (wanted == null) {
            say("shifts/" + name + " is not set: nothing to clear");
            return ExitCode.DONE;
        }
        Request request = Request.write("PUT", target + (dryRun ? "?dryRun" : ""), body(scope, wanted, current));
        // Where nothing was seen, nothing may be there.
        Answer answer = write(current == null ? request.with("If-Match", "\"0\"") : request);
        nameWinner(answer, target);
        JsonView done = Failures.done(answer, "spillway get shifts " + name);
        if (forPeople()) {
            Written.lines(done, dryRun).forEach(this::print);
        } else {
            print(done.tree());
        }
        if (wait && !dryRun) {
            Duration limit = Objects.requireNonNullElse(timeout, DeliveryWait.DEFAULT_LIMIT);
            say(new DeliveryWait(this, done.number("revision", 0), 100, limit).await().summary());
        }
        return ExitCode.DONE;
    }

    private @Nullable JsonView current(String target) throws VerbFailed {
        Answer answer = client().send(Request.get(target));
        return Failures.isMissing(answer) ? null : Failures.done(answer, "");
    }

    private static String body(ShiftScope scope, Map<String, Object> wanted, @Nullable JsonView current) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", scope.resourceName());
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", ResourceDocuments.API_VERSION);
        document.put("kind", Kind.TRAFFIC_SHIFT.kindName());
        document.put("metadata", metadata);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("scope", Map.of(field(scope), scope.name()));
        fields.putAll(wanted);
        document.put("spec", fields);
        if (current != null) {
            metadata.put("revision", current.at("metadata").number("revision", 0));
            if (current.at("status").at("generation").present()) {
                document.put("status", Map.of("generation", current.at("status").at("generation").tree()));
            }
        }
        return JsonText.write(Trees.of(document));
    }

    private static String field(ShiftScope scope) {
        return switch (scope) {
            case ShiftScope.DrGroupScope group -> "drGroup";
            case ShiftScope.ServiceScope service -> "service";
            case ShiftScope.IdcScope idc -> "idc";
        };
    }

    /** A lost If-Match only says that somebody was faster; who it was stands in what he wrote. */
    private void nameWinner(Answer answer, String target) throws VerbFailed {
        if (!(answer instanceof Answer.Refused refused) || refused.status() != 412) {
            return;
        }
        JsonView winner = current(target);
        if (winner != null) {
            JsonView status = winner.at("status");
            throw new VerbFailed(ExitCode.CONFLICT, "conflict: somebody else has just set this shift",
                    "winner: " + status.text("author") + " (generation " + status.at("generation").text("counter") + "/"
                            + status.at("generation").text("idc") + "): " + winner.at("spec").text("reason"),
                    "current revision: " + winner.at("metadata").text("revision"));
        }
    }
}
