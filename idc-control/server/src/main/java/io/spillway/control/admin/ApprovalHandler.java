package io.spillway.control.admin;

import java.util.List;
import java.util.Optional;

import io.spillway.control.access.Caller;
import io.spillway.control.access.Target;
import io.spillway.control.service.ApprovalService;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Listed;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.Origin;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.ScalarType;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What waits for a second person, and his yes. */
final class ApprovalHandler {

    private static final ScalarType<String> HASH = ScalarType.text(
            "the hash of what is asked for, as spillway approve shows it",
            "", text -> text.matches("[0-9a-f]{64}") ? text : null);

    private final ControlService service;
    private final Blocking blocking;
    private final AccessFilter access;

    ApprovalHandler(ControlService service, Blocking blocking, AccessFilter access) {
        this.service = service;
        this.blocking = blocking;
        this.access = access;
    }

    Mono<ServerResponse> all(ServerRequest request) {
        return blocking.call(() -> service.approvals().all()).flatMap(listed -> switch (listed) {
            case Listed.Approvals(List<Approval> all) ->
                Json.object().putAll("approvals", all, ApprovalHandler::json).respond();
            case Listed.Away(var since, String reason) -> Problem.unavailable(since, reason).respond();
        });
    }

    Mono<ServerResponse> approve(ServerRequest request) {
        String id = request.pathVariable("id");
        return Bodies.text(request)
                .flatMap(text -> switch (Bodies.decode(text, body -> body.required("hash", HASH))) {
                    case Decoded.Invalid<String> invalid -> Problem.invalid(invalid.violations()).respond();
                    case Decoded.Valid<String>(String hash) -> blocking.call(() -> service.approvals().all())
                            .flatMap(listed -> switch (listed) {
                                case Listed.Approvals found -> approve(request, found.of(id), id, hash);
                                case Listed.Away(var since, String reason) ->
                                    Problem.unavailable(since, reason).respond();
                            });
                });
    }

    private Mono<ServerResponse> approve(ServerRequest request, Optional<Approval> found, String id, String hash) {
        if (found.isEmpty()) {
            return unknown(id);
        }
        Problem refusal = access.refusal(request, found.get().touches().stream()
                .map(touch -> new Target(touch.drGroup().isEmpty() ? null : touch.drGroup(),
                        touch.idc().isEmpty() ? null : touch.idc()))
                .toList());
        if (refusal != null) {
            return refusal.respond();
        }
        Caller caller = AccessFilter.caller(request);
        Origin origin = Bodies.origin(request);
        return blocking
                .call(() -> service.approvals().approve(id, hash, Bodies.person(request), Bodies.author(request),
                        origin))
                .flatMap(said -> switch (said) {
                    case ApprovalService.Said.Approved(Approval approval) -> json(approval).respond();
                    case ApprovalService.Said.Unknown _ -> unknown(id);
                    case ApprovalService.Said.SamePerson(String person) -> refused(caller, id, HttpStatus.FORBIDDEN,
                            "same person",
                            "approval " + id + " is asked for by " + person + " (expected: another person)");
                    case ApprovalService.Said.Refused(String reason) ->
                        refused(caller, id, HttpStatus.CONFLICT, "conflict", reason);
                    case ApprovalService.Said.Away(var since, String reason) ->
                        Problem.unavailable(since, reason).respond();
                });
    }

    private Mono<ServerResponse> refused(Caller caller, String id, HttpStatus status, String title, String reason) {
        service.audit().refused(Deed.of(new Who(caller.identity(), "", caller.from()), "approve",
                List.of(new Touched("approvals/" + id, 0)), "", status.value() + ": " + reason));
        return Problem.of(status, title, reason).respond();
    }

    private static Mono<ServerResponse> unknown(String id) {
        return Problem.of(HttpStatus.NOT_FOUND, "not found", "approvals/" + (id.matches("[0-9a-f]{1,40}") ? id : "?")
                + " does not exist (any more): it is used up, or was over after "
                + ApprovalService.GOOD_FOR.toMinutes() + " minutes").respond();
    }

    private static Json json(Approval approval) {
        return Json.object().put("id", approval.id()).put("text", approval.text()).put("hash", approval.hash())
                .put("person", approval.person()).putMillis("askedAtUnixMillis", approval.asked())
                .put("approver", approval.approver()).putMillis("expiresAtUnixMillis", approval.expires())
                .putTexts("objects", approval.objects());
    }
}
