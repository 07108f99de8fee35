package io.spillway.control.admin;

import java.util.function.Function;

import io.spillway.control.access.Call;
import io.spillway.control.access.Target;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.DrillAct;
import io.spillway.control.service.DrillOutcome;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.DrillFault;
import io.spillway.model.resource.DrillState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Names;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.SpecDocuments;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Runs of drills: begun and aborted by people, taken, kept alive and reported by agents. */
final class DrillHandler {

    private static final String ONE = "/v1/drills/{name}/";
    private static final String RUN = ONE + "runs/{run}/";
    private static final ScalarType<DrillState> VERDICT = ScalarType.text("one of PASS, FAIL, VOID, ABORTED",
            DrillState.VOID, DrillHandler::verdict);

    private final ControlService service;
    private final Blocking blocking;
    private final AccessFilter access;

    private record AgentsFault(String agent, @Nullable String idc, DrillFault fault) {}

    private record AgentsWord(String agent, String event) {}

    DrillHandler(ControlService service, Blocking blocking, AccessFilter access) {
        this.service = service;
        this.blocking = blocking;
        this.access = access;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route().POST(ONE + "run", this::run).POST(ONE + "abort", this::abort)
                .POST(RUN + "take", this::take).POST(RUN + "beat", this::beat).POST(RUN + "report", this::report)
                .POST(RUN + "fault", this::fault).POST(RUN + "heal", this::heal).build();
    }

    private Mono<ServerResponse> run(ServerRequest request) {
        return seen(request, ifMatch -> said(request, DrillHandler::perhapsAgent,
                agent -> service.drills().run(act(request, ifMatch), agent.isEmpty() ? null : agent)));
    }

    private Mono<ServerResponse> abort(ServerRequest request) {
        return seen(request, ifMatch -> said(request, body -> body.required("reason", ScalarType.SOME_TEXT),
                reason -> service.drills().abort(act(request, ifMatch), reason)));
    }

    /** A page says which revision it has seen. */
    private static Mono<ServerResponse> seen(ServerRequest request,
            Function<@Nullable Long, Mono<ServerResponse>> next) {
        return ResourceHandler.withIfMatch(request, ifMatch -> ifMatch == null && AccessFilter.byCookie(request)
                ? Problem.blind(new Call("POST", request.path(), null, null)).respond()
                : next.apply(ifMatch));
    }

    private Mono<ServerResponse> take(ServerRequest request) {
        return said(request, DrillHandler::agent,
                agent -> service.drills().take(act(request), request.pathVariable("run"), agent));
    }

    private Mono<ServerResponse> beat(ServerRequest request) {
        return said(request, DrillHandler::agent,
                agent -> service.drills().beat(act(request), request.pathVariable("run"), agent));
    }

    private Mono<ServerResponse> report(ServerRequest request) {
        return said(request, DrillHandler::outcome,
                outcome -> service.drills().report(act(request), request.pathVariable("run"), outcome));
    }

    private Mono<ServerResponse> fault(ServerRequest request) {
        return said(request, body -> new AgentsFault(agent(body),
                body.optional("idc", Names.TYPE), SpecDocuments.readDrillFault(body)),
                asked -> service.drills().fault(act(request), request.pathVariable("run"), asked.agent(),
                        asked.idc(), asked.fault()));
    }

    private Mono<ServerResponse> heal(ServerRequest request) {
        return said(request, body -> new AgentsWord(agent(body), body.required("event", ScalarType.SOME_TEXT)),
                word -> service.drills().heal(act(request), request.pathVariable("run"), word.agent(), word.event()));
    }

    private <T> Mono<ServerResponse> said(ServerRequest request, Function<Decoder, T> reader,
            Function<T, WriteResult> word) {
        Problem refusal = access.refusal(request,
                Target.of(Kind.DRILL, request.pathVariable("name"), null, this::known, this::known));
        if (refusal != null) {
            return refusal.respond();
        }
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text.isBlank() ? "{}" : text, reader)) {
            case Decoded.Invalid<T> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<T>(T value) -> blocking.call(() -> word.apply(value)).flatMap(DrillHandler::respond);
        });
    }

    /** The Drill as it stands now: its status has the run. */
    private static Mono<ServerResponse> respond(WriteResult result) {
        if (!(result instanceof WriteResult.Applied applied)) {
            return WriteJson.respond(result);
        }
        Resource drill = applied.resources().getFirst();
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON)
                .eTag(Long.toString(drill.metadata().revision())).bodyValue(WriteJson.resource(drill).text());
    }

    private static DrillAct act(ServerRequest request) {
        return act(request, null);
    }

    private static DrillAct act(ServerRequest request, @Nullable Long ifMatch) {
        return new DrillAct(request.pathVariable("name"), ifMatch, Bodies.author(request), Bodies.origin(request));
    }

    private static String perhapsAgent(Decoder body) {
        return body.optional("agent", ScalarType.SOME_TEXT, "");
    }

    private static String agent(Decoder body) {
        return body.required("agent", ScalarType.SOME_TEXT);
    }

    private static DrillOutcome outcome(Decoder body) {
        return new DrillOutcome(agent(body), body.required("verdict", VERDICT),
                body.list("reasons", ScalarType.TEXT), body.optional("report", ScalarType.TEXT));
    }

    private static @Nullable DrillState verdict(String word) {
        for (DrillState state : DrillState.values()) {
            if (state.verdict() && state.name().equals(word)) {
                return state;
            }
        }
        return null;
    }

    private @Nullable Resource known(Kind kind, String name) {
        return service.get(kind, name).orElse(null);
    }
}
