package io.spillway.control.admin;

import java.util.Optional;

import io.spillway.control.service.StatusReport.LostShiftView;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.ResourceDocuments;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What became of a write, as HTTP has it. */
final class WriteJson {

    private WriteJson() {}

    static Json resource(Resource resource) {
        Json json = Json.object();
        ResourceDocuments.write(resource).fields().forEach(json::put);
        return json;
    }

    /** Returns a resource with what became of it. */
    static Json resource(Resource resource, Optional<LostShiftView> lost) {
        Json json = resource(resource);
        lost.ifPresent(loss -> {
            Json status = Json.object();
            if (ResourceDocuments.write(resource).get("status") instanceof Tree.Mapping known) {
                known.fields().forEach(status::put);
            }
            json.put("status",
                    status.put("lost", Json.object().put("loser", loss.loser()).put("loserAuthor", loss.loserAuthor())
                            .put("winner", loss.winner()).put("winnerAuthor", loss.winnerAuthor())
                            .putMillis("atUnixMillis", loss.at())));
        });
        return json;
    }

    static Json applied(WriteResult.Applied applied) {
        return Json.object().put("revision", applied.revision()).put("changed", applied.changed())
                .putTexts("created", applied.created())
                .putAll("resources", applied.resources(), WriteJson::resource);
    }

    static Mono<ServerResponse> respond(WriteResult result) {
        return switch (result) {
            case WriteResult.Applied applied -> applied(applied).respond();
            case WriteResult.Invalid invalid -> Problem.invalid(invalid.violations()).respond();
            case WriteResult.Conflict conflict -> Problem.conflict(conflict).respond();
            case WriteResult.Stale stale -> Problem.stale(stale).respond();
            case WriteResult.Guarded guarded -> Problem.guarded(guarded).respond();
            case WriteResult.NotFound missing -> Problem.of(HttpStatus.NOT_FOUND, "not found",
                    missing.kind().plural() + "/" + missing.name() + " does not exist").respond();
            case WriteResult.Unavailable unavailable ->
                (unavailable.outcomeUnknown()
                        ? Problem.outcomeUnknown(unavailable.since(), unavailable.reason())
                        : Problem.unavailable(unavailable.since(), unavailable.reason())).respond();
        };
    }
}
