package io.spillway.control.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.spillway.control.access.Caller;
import io.spillway.control.access.Target;
import io.spillway.control.service.ApprovalService.Approval;
import io.spillway.control.service.ApprovalService.Ask;
import io.spillway.control.service.ApprovalService.Settled;
import io.spillway.control.service.ApprovalService.Touch;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.Origin;
import io.spillway.control.service.WriteResult;
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

    private static final String GUARD = "two_persons";

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
     * What needs two persons, in a request.
     *
     * @param because why
     * @param lines   what it does to what stands
     */
    record Need(String because, List<String> lines, List<Target> targets, List<String> objects) {}

    /** Goes on with the origin of the deed when nothing is needed, or when another person has approved it. */
    Mono<ServerResponse> settled(ServerRequest request, @Nullable Need need,
            Function<Origin, Mono<ServerResponse>> next) {
        Caller caller = AccessFilter.caller(request);
        Origin origin = Bodies.origin(request);
        if (need == null || !asked.getAsBoolean() || caller.breaksGlass()) {
            return next.apply(origin);
        }
        Ask ask = new Ask(caller.person(), caller.identity(), request.method() + " " + request.path(), need.because(),
                need.lines(), touches(need.targets()), need.objects());
        String id = request.headers().firstHeader(APPROVAL);
        return blocking.call(() -> id == null
                ? service.approvals().ask(ask, origin)
                : service.approvals().use(id, ask, origin)).flatMap(settled -> switch (settled) {
                    case Settled.Granted(String hash, String approver) ->
                        next.apply(new Origin(origin.role(), origin.source(), hash, approver));
                    case Settled.Waits(Approval approval) -> waits(approval, ask.because());
                    case Settled.Refused(String reason) -> refused(ask, origin, reason);
                    case Settled.Away(var since, String reason) -> Problem.unavailable(since, reason).respond();
                });
    }

    private static Mono<ServerResponse> waits(Approval approval, String because) {
        String what = approval.approver().isEmpty()
                ? "another person must say yes first: spillway approve " + approval.id()
                : approval.approver() + " has said yes: repeat it with --approval " + approval.id();
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("approval", approval.id());
        figures.put("hash", approval.hash());
        figures.put("expires", approval.expires().toString());
        return Problem.guarded(new WriteResult.Guarded(GUARD, because + "; " + what, figures)).respond();
    }

    private Mono<ServerResponse> refused(Ask ask, Origin origin, String reason) {
        service.audit().refused(Deed.of(new Who(ask.actor(), origin.role(), origin.source()), "use",
                ask.objects().stream().map(each -> new Touched(each, 0)).toList(), "", "409: " + reason));
        return Problem.of(HttpStatus.CONFLICT, "conflict", reason).respond();
    }

    private static List<Touch> touches(List<Target> targets) {
        List<Touch> touches = new ArrayList<>();
        for (Target target : targets) {
            touches.add(new Touch(Objects.requireNonNullElse(target.drGroup(), ""),
                    Objects.requireNonNullElse(target.idc(), "")));
        }
        return touches;
    }
}
