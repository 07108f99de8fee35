package io.spillway.control.admin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.spillway.control.access.Target;
import io.spillway.control.admin.SwitchOverBodies.Asked;
import io.spillway.control.approval.Need;
import io.spillway.control.approval.TwoPersonRule;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.SwitchOverAct;
import io.spillway.control.service.SwitchOverRequest;
import io.spillway.control.service.SwitchOverView;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOrigin;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.switchover.EventKind;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Moves of traffic between IDCs: planned, started, stopped, taken back. Everything that is said is judged by what it moves. */
final class SwitchOverHandler {

    static final String ALL = "/v1/switchovers";

    static final String ID = "id";
    private static final String ONE = ALL + "/{" + ID + "}/";

    private final ControlService service;
    private final Blocking blocking;
    private final AccessFilter access;
    private final TwoPersons two;

    SwitchOverHandler(ControlService service, Blocking blocking, AccessFilter access, TwoPersons two) {
        this.two = two;
        this.service = service;
        this.blocking = blocking;
        this.access = access;
    }

    /** Returns its addresses: one for each event that an operator may say. */
    RouterFunction<ServerResponse> routes() {
        RouterFunctions.Builder routes = RouterFunctions.route().POST(ALL, this::create).GET(ONE + "progress",
                this::progress);
        for (EventKind kind : Arrays.stream(EventKind.values()).filter(EventKind::operators).toList()) {
            routes.POST(ONE + kind.word(), request -> act(kind, request));
        }
        return routes.build();
    }

    private Mono<ServerResponse> create(ServerRequest request) {
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text, SwitchOverBodies::asked)) {
            case Decoded.Invalid<Asked> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<Asked>(Asked asked) -> create(request, asked);
        });
    }

    private Mono<ServerResponse> create(ServerRequest request, Asked asked) {
        Resource written = Resource.of(asked.name(), asked.spec());
        Problem refusal = access.refusal(request,
                Target.of(Kind.SWITCH_OVER, asked.name(), written, this::known, this::known),
                asked.origin() == SwitchOrigin.DRILL);
        if (refusal != null) {
            return refusal.respond();
        }
        boolean dryRun = ResourceHandler.dryRun(request);
        SwitchOverRequest wanted = new SwitchOverRequest(asked.name(), asked.spec(), dryRun, asked.origin(),
                Bodies.person(request), Bodies.origin(request));
        return blocking.call(() -> service.switchOvers().create(wanted))
                .flatMap(result -> respond(result, !dryRun));
    }

    private Mono<ServerResponse> act(EventKind kind, ServerRequest request) {
        // Who breaks glass says why; who approves is only compared with who asked.
        String by = kind == EventKind.APPROVE ? Bodies.person(request) : Bodies.personAndReason(request);
        return ResourceHandler.withIfMatch(request, ifMatch -> Bodies.text(request).flatMap(text -> {
            String body = text.isBlank() ? "{}" : text;
            return switch (Bodies.decode(body, decoder -> SwitchOverBodies.said(kind, by, decoder))) {
                case Decoded.Invalid<SwitchOverEvent.Said> invalid ->
                    Problem.invalid(invalid.violations()).respond();
                case Decoded.Valid<SwitchOverEvent.Said>(SwitchOverEvent.Said said) -> act(request, said, ifMatch);
            };
        }));
    }

    private Mono<ServerResponse> act(ServerRequest request, SwitchOverEvent.Said said, @Nullable Long ifMatch) {
        String id = request.pathVariable(ID);
        List<Target> targets = new ArrayList<>(
                Target.of(Kind.SWITCH_OVER, id, null, this::known, this::known));
        if (said instanceof SwitchOverEvent.TakeOver(String _, String _, String idc)) {
            targets.addAll(targets.stream().map(target -> new Target(target.drGroup(), idc)).toList());
        }
        Problem refusal = access.refusal(request, targets, ofDrill(id));
        if (refusal != null) {
            return refusal.respond();
        }
        Resource stands = known(Kind.SWITCH_OVER, id);
        return two.settled(request, need(said, targets, stands), origin -> {
            // What another person has said yes to is what he was shown, and nothing that came of it meanwhile.
            Long shown = origin.consent() == null || stands == null
                    ? ifMatch
                    : Long.valueOf(stands.metadata().revision());
            if (ifMatch != null && shown != null && !ifMatch.equals(shown)) {
                return WriteJson.respond(
                        new WriteResult.Stale(Kind.SWITCH_OVER.plural() + "/" + id, ifMatch, shown));
            }
            SwitchOverAct act = new SwitchOverAct(id, said, shown, origin);
            return blocking.call(() -> service.switchOvers().act(act)).flatMap(result -> respond(result, false));
        });
    }

    private static @Nullable Need need(SwitchOverEvent.Said said, List<Target> targets, @Nullable Resource stands) {
        String because = TwoPersonRule.said(said);
        if (because == null || stands == null) {
            return null;
        }
        String object = Kind.SWITCH_OVER.plural() + "/" + stands.name();
        String state = stands.spec() instanceof SwitchOverSpec spec && spec.status() != null
                ? spec.status().state() + " (generation " + spec.status().generation() + ")"
                : "";
        return new Need(because, List.of(object + " is " + state, "reason: " + JsonText.write(Trees.of(said.reason()))),
                targets,
                List.of(object));
    }

    private Mono<ServerResponse> progress(ServerRequest request) {
        String id = request.pathVariable(ID);
        Optional<SwitchOverView> view = service.switchOvers().view(id);
        return view.isEmpty()
                ? WriteJson.respond(new WriteResult.NotFound(Kind.SWITCH_OVER, id))
                : SwitchOverJson.of(view.get()).respond();
    }

    /** What was written has an address and a revision, by which the next word may say what it was said about. */
    private static Mono<ServerResponse> respond(WriteResult result, boolean creates) {
        if (!(result instanceof WriteResult.Applied applied) || applied.resources().isEmpty()) {
            return WriteJson.respond(result);
        }
        Resource resource = applied.resources().getFirst();
        boolean created = creates && applied.changed();
        ServerResponse.BodyBuilder response = ServerResponse.status(created ? HttpStatus.CREATED : HttpStatus.OK)
                .contentType(MediaType.APPLICATION_JSON);
        if (created) {
            response.header(HttpHeaders.LOCATION, ALL + "/" + resource.name());
        }
        if (resource.metadata().revision() != 0) {
            response.eTag(Long.toString(resource.metadata().revision()));
        }
        return response.bodyValue(WriteJson.applied(applied).text());
    }

    private boolean ofDrill(String id) {
        Resource standing = known(Kind.SWITCH_OVER, id);
        return standing != null && standing.spec() instanceof SwitchOverSpec spec && spec.status() != null
                && spec.status().origin() == SwitchOrigin.DRILL;
    }

    private @Nullable Resource known(Kind kind, String name) {
        return service.get(kind, name).orElse(null);
    }
}
