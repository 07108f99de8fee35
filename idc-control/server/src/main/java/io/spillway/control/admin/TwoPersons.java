package io.spillway.control.admin;

import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.spillway.control.approval.Need;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Settled;
import io.spillway.control.service.Asker;
import io.spillway.control.service.Consent;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.Origin;
import io.spillway.wire.audit.AuditRecord.Deed;
import io.spillway.wire.audit.AuditRecord.Touched;
import io.spillway.wire.audit.AuditRecord.Who;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Lets nobody do alone what needs two persons. Who breaks glass is alone. */
final class TwoPersons {

    /** Names an approval that the request makes use of. */
    static final String APPROVAL = "X-Spillway-Approval";

    private final BooleanSupplier asked;
    private final ControlService service;
    private final Blocking blocking;

    /** Creates one; {@code asked}: whether two persons are asked for at all, now. */
    TwoPersons(BooleanSupplier asked, ControlService service, Blocking blocking) {
        this.asked = asked;
        this.service = service;
        this.blocking = blocking;
    }

    /**
     * Returns who asks for a write, which finds out by itself what it needs; null when he needs nobody. What moves more of a
     * DrGroup than its limits let one person decide needs another one everywhere.
     */
    @Nullable
    Asker asker(ServerRequest request) {
        return AccessFilter.caller(request).breaksGlass()
                ? null
                : new Asker(Bodies.person(request), Bodies.author(request), request.method() + " " + request.path(),
                        request.headers().firstHeader(APPROVAL), asked.getAsBoolean());
    }

    /** Goes on with the origin of the deed when nothing is needed, or when another person has approved it. */
    Mono<ServerResponse> settled(ServerRequest request, @Nullable Need need,
            Function<Origin, Mono<ServerResponse>> next) {
        Origin origin = Bodies.origin(request);
        Asker asker = asker(request);
        if (need == null || asker == null || !asker.always()) {
            return next.apply(origin);
        }
        return blocking.call(() -> service.approvals().settled(asker, need.ask(asker), origin))
                .flatMap(settled -> switch (settled) {
                    case Settled.Granted(Consent consent) -> next.apply(origin.with(consent));
                    case Settled.Waits(Approval approval) -> Problem.guarded(need.waits(approval)).respond();
                    case Settled.Refused(String reason) -> refused(asker, need, origin, reason);
                    case Settled.Away(var since, String reason) -> Problem.unavailable(since, reason).respond();
                });
    }

    private Mono<ServerResponse> refused(Asker asker, Need need, Origin origin, String reason) {
        service.audit().refused(Deed.of(new Who(asker.actor(), origin.role(), origin.source()), "use",
                need.objects().stream().map(each -> new Touched(each, 0)).toList(), "", "409: " + reason));
        return Problem.of(HttpStatus.CONFLICT, "conflict", reason).respond();
    }
}
