package io.spillway.control.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.service.AuditService;
import io.spillway.control.service.AuditService.Page;
import io.spillway.control.service.ControlService;
import io.spillway.model.document.Tree;
import io.spillway.wire.audit.AuditLines;
import io.spillway.wire.audit.ToldHead;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What operators did, and what they were refused. */
final class AuditHandler {

    private static final String USUAL = "100";

    private final ControlService service;
    private final Blocking blocking;

    AuditHandler(ControlService service, Blocking blocking) {
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
}
