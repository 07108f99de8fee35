package io.spillway.control.admin;

import java.time.Duration;
import java.util.Optional;

import io.spillway.control.service.ControlService;
import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.control.service.WorkloadRelease;
import io.spillway.model.document.ScalarType;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /v1/workloads/{name}?wait=released}: the answer comes when the workload may end. */
final class ReleaseHandler {

    static final String WAIT = "wait";

    private static final String TIMEOUT = "timeout";
    private static final Duration USUAL = Duration.ofSeconds(60);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final ControlService service;
    private final Blocking blocking;

    ReleaseHandler(ControlService service, Blocking blocking) {
        this.service = service;
        this.blocking = blocking;
    }

    Mono<ServerResponse> await(Kind kind, String name, ServerRequest request) {
        String what = request.queryParam(WAIT).orElse("");
        if (kind != Kind.WORKLOAD_ENTRY || !what.equals("released")) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid", "wait: \"" + what + "\" of " + kind.plural()
                    + " (expected: released, of " + Kind.WORKLOAD_ENTRY.plural() + ")").respond();
        }
        Duration longest = timeout(request);
        if (longest == null) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid",
                    TIMEOUT + ": \"" + request.queryParam(TIMEOUT).orElse("") + "\" (expected: a duration up to 5m)")
                    .respond();
        }
        return blocking.call(() -> service.awaitReleased(name, longest)).flatMap(result -> respond(name, result));
    }

    private static @Nullable Duration timeout(ServerRequest request) {
        Optional<String> said = request.queryParam(TIMEOUT);
        Duration longest = said.isEmpty() ? USUAL : ScalarType.DURATION.parser().apply(said.get());
        return longest == null || longest.isNegative() || longest.compareTo(LONGEST) > 0 ? null : longest;
    }

    private static Mono<ServerResponse> respond(String name, WorkloadRelease result) {
        return switch (result) {
            case WorkloadRelease.Released(long revision) -> Json.object().put("workload", name).put("released", true)
                    .put("revision", revision).respond();
            case WorkloadRelease.Waiting(WorkloadState state, @Nullable DrainView drain) ->
                Problem.waiting(name, state, drain).respond();
            case WorkloadRelease.Unavailable(var since, String reason) -> Problem.unavailable(since, reason).respond();
        };
    }
}
