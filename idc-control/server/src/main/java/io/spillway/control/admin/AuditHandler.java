package io.spillway.control.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.access.Target;
import io.spillway.control.approval.Need;
import io.spillway.control.service.AuditService;
import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.PruneResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Tree;
import io.spillway.wire.audit.AuditHead;
import io.spillway.wire.audit.AuditLines;
import io.spillway.wire.audit.AuditPruning;
import io.spillway.wire.audit.ToldHead;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What operators did, and what they were refused. */
final class AuditHandler {

    private static final String USUAL = "100";
    private static final ScalarType<Long> SEQUENCE = ScalarType.longInteger(1, Long.MAX_VALUE);
    private static final ScalarType<String> HASH = ScalarType.text("64 lower-case hexadecimal digits",
            AuditHead.NONE.hash(), text -> text.matches("[0-9a-f]{64}") ? text : null);

    private record PruneBody(AuditPruning what, String reason) {}

    private final ControlService service;
    private final Blocking blocking;
    private final TwoPersons two;

    AuditHandler(ControlService service, Blocking blocking, TwoPersons two) {
        this.two = two;
        this.service = service;
        this.blocking = blocking;
    }

    Mono<ServerResponse> page(ServerRequest request) {
        String from = request.queryParam("from").orElse("0");
        String limit = request.queryParam("limit").orElse(USUAL);
        if (!from.matches("[0-9]{1,18}")) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid", "from: " + from
                    + " (expected: the sequence of a record; 0: the newest)").respond();
        }
        if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > AuditService.LONGEST_PAGE) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid",
                    "limit: " + limit + " (expected: how many records, 1.." + AuditService.LONGEST_PAGE + ")")
                    .respond();
        }
        return blocking.call(() -> service.audit().page(Long.parseLong(from), Integer.parseInt(limit)))
                .flatMap(AuditHandler::respond);
    }

    private static Mono<ServerResponse> respond(Page page) {
        return switch (page) {
            case Page.Records records -> Json.object()
                    .put("head", Json.object().put("sequence", records.head().sequence()).put("hash",
                            records.head().hash()))
                    .put("pruned", Json.object().put("sequence", records.pruned().through().sequence())
                            .put("hash", records.pruned().through().hash()).put("record", records.pruned().record()))
                    .put("records", Tree.sequence(records.entries().stream().map(AuditLines::write).toList()))
                    .put("next", records.next()).respond();
            case Page.Unavailable(var since, String reason) -> Problem.unavailable(since, reason).respond();
        };
    }

    /** What others hold of a chain is what whoever changes it here cannot change. */
    Mono<ServerResponse> heads(ServerRequest request) {
        List<Tree> heads = new ArrayList<>();
        Map<String, String> faults = new TreeMap<>();
        service.auditHeads().forEach((idc, known) -> {
            for (ToldHead each : known.heads()) {
                heads.add(
                        Json.object().put("idc", idc).put("epoch", each.epoch()).put("sequence", each.head().sequence())
                                .put("hash", each.head().hash()).putMillis("atUnixMillis", each.at())
                                .put("current", each.epoch() == known.heads().getLast().epoch()).tree());
            }
            if (!known.fault().isEmpty()) {
                faults.put(idc, known.fault());
            }
        });
        return Json.object().put("idc", service.idc()).put("heads", Tree.sequence(heads)).put("faults", faults)
                .respond();
    }

    Mono<ServerResponse> refused(ServerRequest request) {
        return Json.object().put("records", Tree.sequence(service.audit().refused().stream()
                .map(AuditLines::write).toList())).respond();
    }

    Mono<ServerResponse> prune(ServerRequest request) {
        String author = Bodies.author(request);
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text, AuditHandler::pruneBody)) {
            case Decoded.Invalid<PruneBody> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<PruneBody>(PruneBody body) -> two.settled(request, need(body.what()),
                    origin -> blocking
                            .call(() -> service.audit().prune(body.what(), author, body.reason(), origin))
                            .flatMap(AuditHandler::respond));
        });
    }

    private static PruneBody pruneBody(Decoder body) {
        return new PruneBody(
                new AuditPruning(new AuditHead(body.required("sequence", SEQUENCE), body.required("hash", HASH)),
                        body.required("digest", HASH), body.required("before", ScalarType.INSTANT)),
                body.optional("reason", ScalarType.TEXT, ""));
    }

    /** The other person is shown which records, and may compute the digest of the file that he was given. */
    private static Need need(AuditPruning what) {
        String object = "audit/" + what.through().sequence();
        return new Need("audit records are to be taken out of the registry",
                List.of(object + ": all records up to this one, " + what.through().hash(),
                        "all of them before " + what.before(), "exported to a file of SHA-256 " + what.exportDigest()),
                List.of(new Target(null, null)), List.of(object));
    }

    private static Mono<ServerResponse> respond(PruneResult result) {
        return switch (result) {
            case PruneResult.Pruned(AuditHead through, long records) ->
                Json.object().put("sequence", through.sequence()).put("hash", through.hash()).put("records", records)
                        .respond();
            case PruneResult.Refused(String reason) -> Problem.of(HttpStatus.CONFLICT, "conflict", reason).respond();
            case PruneResult.Unavailable(var since, String reason) -> Problem.unavailable(since, reason).respond();
        };
    }
}
