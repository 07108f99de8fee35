package io.spillway.control.admin;

import java.util.List;
import java.util.stream.Stream;

import io.spillway.control.access.Target;
import io.spillway.control.approval.Need;
import io.spillway.control.service.AcceptResult;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.ProbeWord;
import io.spillway.control.service.ReleaseResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Shown;
import io.spillway.model.resource.Names;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The operator's words: believe this registry, apply that held update. */
final class OperatorHandler {

    private record AcceptBody(String clusterId) {}

    /** What is held of a peer, or, when the source is not empty, of that. */
    private record ReleaseBody(String peer, String service, String source) {}

    private final ControlService service;
    private final Blocking blocking;
    private final TwoPersons two;

    OperatorHandler(ControlService service, Blocking blocking, TwoPersons two) {
        this.two = two;
        this.service = service;
        this.blocking = blocking;
    }

    Mono<ServerResponse> acceptRegistry(ServerRequest request) {
        String author = Bodies.author(request);
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text, OperatorHandler::acceptBody)) {
            case Decoded.Invalid<AcceptBody> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<AcceptBody>(AcceptBody body) -> two.settled(request,
                    need("a registry is to be believed", "registry/" + Shown.text(body.clusterId())),
                    origin -> blocking.call(() -> service.acceptRegistry(body.clusterId(), author, origin))
                            .flatMap(OperatorHandler::respond));
        });
    }

    Mono<ServerResponse> releaseHeld(ServerRequest request) {
        String author = Bodies.author(request);
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text, OperatorHandler::releaseBody)) {
            case Decoded.Invalid<ReleaseBody> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<ReleaseBody>(ReleaseBody body) -> two.settled(request, held(body),
                    origin -> blocking
                            .call(() -> body.source().isEmpty()
                                    ? service.releaseHeld(body.peer(), body.service(), author, origin)
                                    : service.releaseSource(body.source(), author, origin))
                            .flatMap(OperatorHandler::respond));
        });
    }

    /** What is held is in what the other person is shown: when it is something else later, he has not approved that. */
    private Need held(ReleaseBody body) {
        if (!body.source().isEmpty()) {
            return need("what a source of workloads holds is applied", "source/" + Shown.text(body.source()));
        }
        List<String> held = service.peers().stream().filter(peer -> peer.idc().equals(body.peer()))
                .flatMap(peer -> peer.held().stream()).filter(each -> each.service().equals(body.service()))
                .map(each -> "held: " + each.guard() + ": " + each.detail()).toList();
        Need need = need("what a guard holds is applied",
                "held/" + Shown.text(body.peer()) + "/" + Shown.text(body.service()));
        return new Need(need.because(), Stream.concat(need.lines().stream(), held.stream()).toList(),
                need.targets(), need.objects());
    }

    private static Need need(String because, String object) {
        return new Need(because, List.of(object), List.of(new Target(null, null)), List.of(object));
    }

    Mono<ServerResponse> vantage(ServerRequest request) {
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text, OperatorHandler::probeBody)) {
            case Decoded.Invalid<ProbeWord> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<ProbeWord>(ProbeWord word) ->
                blocking.call(() -> service.probed(word)).flatMap(WriteJson::respond);
        });
    }

    private static ProbeWord probeBody(Decoder body) {
        return new ProbeWord(body.required("idc", Names.TYPE), body.required("reachable", ScalarType.BOOL),
                body.required("from", Names.TYPE));
    }

    private static AcceptBody acceptBody(Decoder body) {
        return new AcceptBody(body.required("clusterId", ScalarType.TEXT));
    }

    private static ReleaseBody releaseBody(Decoder body) {
        String source = body.optional("source", ScalarType.TEXT, "");
        if (source.isEmpty()) {
            return new ReleaseBody(body.required("peer", ScalarType.TEXT),
                    body.optional("service", ScalarType.TEXT, ""), "");
        }
        for (String key : List.of("peer", "service")) {
            if (!body.optional(key, ScalarType.TEXT, "").isEmpty()) {
                body.violation(key, "nothing beside a source");
            }
        }
        return new ReleaseBody("", "", source);
    }

    private static Mono<ServerResponse> respond(AcceptResult result) {
        return switch (result) {
            case AcceptResult.Accepted(String clusterId, long epoch) ->
                Json.object().put("clusterId", clusterId).put("epoch", epoch).put("changed", true).respond();
            case AcceptResult.AlreadyCurrent(String clusterId) ->
                Json.object().put("clusterId", clusterId).put("changed", false).respond();
            case AcceptResult.Mismatch(String given, String found) -> Problem.of(HttpStatus.CONFLICT, "conflict",
                    "clusterId: \"" + given + "\" (expected: \"" + found + "\", which the registry says now)")
                    .respond();
            case AcceptResult.NotReachable(String reason) ->
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", reason).respond();
        };
    }

    private static Mono<ServerResponse> respond(ReleaseResult result) {
        return switch (result) {
            case ReleaseResult.Released(int updates) -> Json.object().put("released", updates).respond();
            case ReleaseResult.NothingHeld(String idc, String held) -> Problem.of(HttpStatus.NOT_FOUND, "nothing held",
                    "peer " + idc + (held.isEmpty() ? ": its list of services" : ", service " + held)
                            + " is not held (see: spillway sync status)")
                    .respond();
            case ReleaseResult.NothingMissed(String source) -> Problem.of(HttpStatus.NOT_FOUND, "nothing held",
                    "source " + source + " holds no removal (see: spillway sync status)").respond();
            case ReleaseResult.HeldOtherwise(String idc, String held, String guard, String detail) ->
                Problem.of(HttpStatus.CONFLICT, "conflict", "peer " + idc
                        + (held.isEmpty() ? ": its list of services" : ", service " + held) + " is held by " + guard
                        + " now: " + detail + " (release it again if that is meant)").respond();
            case ReleaseResult.NotReleased(String reason) ->
                Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", reason).respond();
        };
    }
}
