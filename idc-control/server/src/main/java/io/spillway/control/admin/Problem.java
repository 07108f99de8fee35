package io.spillway.control.admin;

import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Decision;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.WorkloadState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** A problem document (RFC 9457). */
final class Problem {

    private static final Logger log = LoggerFactory.getLogger(Problem.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final int NEVER = 0;

    private final HttpStatus status;
    private final Json json;
    /** What a caller without good credentials is asked for. */
    private final String challenge;
    /** Seconds after which the call may be repeated as it is; 0: not at all. */
    private final long retryAfter;

    private Problem(HttpStatus status, long retryAfter, Json json, String challenge) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.json = json;
        this.challenge = challenge;
    }

    static Problem of(HttpStatus status, String title, String detail) {
        return of(status, status == HttpStatus.SERVICE_UNAVAILABLE ? RETRY_AFTER_SECONDS : NEVER, title, detail);
    }

    private static Problem of(HttpStatus status, long retryAfter, String title, String detail) {
        return new Problem(status, retryAfter, Json.object().put("type", "about:blank").put("title", title)
                .put("status", status.value()).put("detail", detail), "Bearer");
    }

    /** Every violation with its JSON pointer. */
    static Problem invalid(List<Violation> violations) {
        Problem problem = of(HttpStatus.BAD_REQUEST, "invalid",
                violations.size() == 1 ? violations.getFirst().message() : violations.size() + " errors");
        problem.json.putAll("errors", violations, Problem::shape);
        return problem;
    }

    private static Json shape(Violation violation) {
        Json json = Json.object().put("pointer", violation.pointer()).put("value", violation.value())
                .put("expected", violation.expected()).put("message", violation.message());
        if (violation.position() != null && violation.position().known()) {
            json.put("line", violation.position().line()).put("column", violation.position().column());
        }
        return json;
    }

    /** Credentials are not good, or there are none. */
    static Problem refused(LoginResult.Refused refused) {
        Problem problem = of(HttpStatus.valueOf(refused.status()), refused.title(), refused.reason());
        return refused.title().equals(LoginResult.Refused.WRONG_TOKEN)
                ? new Problem(problem.status, problem.retryAfter, problem.json, "Bearer error=\"invalid_token\"")
                : problem;
    }

    /** The caller is known and may not. Says which role would be enough, and where. */
    static Problem forbidden(Caller caller, Decision.Deny deny) {
        Problem problem = of(HttpStatus.FORBIDDEN, "not allowed", deny.reason());
        problem.json.put("caller", caller.identity());
        if (!deny.role().isEmpty()) {
            problem.json.put("role", deny.role()).put("idc", deny.idc()).put("drGroup", deny.drGroup());
        }
        return problem;
    }

    /** A page changes what it does not say it has seen. */
    static Problem blind(Call call) {
        return of(HttpStatus.PRECONDITION_REQUIRED, "no If-Match",
                call + ": no revision (expected: the one that was seen, as If-Match or in the document, from a page)");
    }

    /** Somebody tries tokens. */
    static Problem slower(Duration left) {
        return of(HttpStatus.TOO_MANY_REQUESTS, left.toSeconds() + 1, "too many tries",
                "token: too many wrong ones from this address (expected: the next one in " + (left.toSeconds() + 1)
                        + " s)");
    }

    static Problem conflict(WriteResult.Conflict conflict) {
        Problem problem = of(HttpStatus.CONFLICT, "conflict", conflict.detail());
        problem.json.put("object", conflict.object()).put("winner", conflict.winner()).put("currentRevision",
                conflict.currentRevision());
        return problem;
    }

    static Problem stale(WriteResult.Stale stale) {
        Problem problem = of(HttpStatus.PRECONDITION_FAILED, "stale",
                stale.object() + ": If-Match " + stale.expectedRevision() + " (expected: " + stale.currentRevision()
                        + ")");
        problem.json.put("object", stale.object()).put("currentRevision", stale.currentRevision());
        return problem;
    }

    static Problem guarded(WriteResult.Guarded guarded) {
        Problem problem = of(HttpStatus.UNPROCESSABLE_CONTENT, "refused by a guard", guarded.detail());
        problem.json.put("guard", guarded.guard()).put("figures", guarded.figures());
        return problem;
    }

    static Problem unavailable(Instant since, String reason) {
        Problem problem = of(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", reason + " since " + since);
        problem.json.put("reason", reason).put("since", since.toString());
        return problem;
    }

    /** The registry took a write and did not answer: whoever repeats it blindly may undo what came between. */
    static Problem outcomeUnknown(Instant since, String reason) {
        Problem problem = of(HttpStatus.SERVICE_UNAVAILABLE, NEVER, "outcome unknown",
                "the write was sent and may have happened or not: " + reason + " since " + since
                        + "; look before you repeat it");
        problem.json.put("reason", reason).put("since", since.toString()).put("outcomeUnknown", true);
        return problem;
    }

    /** A workload that is still registered when the caller's time is over; the caller may ask again. */
    static Problem waiting(String workload, WorkloadState state, @Nullable DrainView drain) {
        String why = drain == null
                ? "it does not drain"
                : drain.nodes().isEmpty()
                        ? "it is about to be released"
                        : "no Ack yet from clients of " + String.join(", ", drain.nodes());
        Problem problem = of(HttpStatus.GATEWAY_TIMEOUT, "not released",
                "workloads/" + workload + " is " + state + ": " + why);
        problem.json.put("state", state.name());
        if (drain != null) {
            problem.json.put("drain", StatusJson.drain(drain));
        }
        return problem;
    }

    /** What was not expected. The caller gets no stack trace; the log does. */
    static Problem ofError(Throwable error) {
        if (error instanceof DataBufferLimitException) {
            return of(HttpStatus.CONTENT_TOO_LARGE, "too large", "body: over the limit (expected: at most 4 MiB)");
        }
        if (error instanceof CharacterCodingException) {
            return of(HttpStatus.BAD_REQUEST, "invalid", "body: not readable as text (expected: UTF-8)");
        }
        if (error instanceof ResponseStatusException known && known.getStatusCode().is4xxClientError()) {
            String reason = known.getReason();
            return of(HttpStatus.valueOf(known.getStatusCode().value()), "invalid",
                    reason == null ? "request: not understood" : reason);
        }
        log.error("request failed", error);
        return of(HttpStatus.INTERNAL_SERVER_ERROR, "internal error", error.getClass().getSimpleName());
    }

    Mono<ServerResponse> respond() {
        ServerResponse.BodyBuilder response = ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (retryAfter != NEVER) {
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter));
        }
        if (status == HttpStatus.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, challenge);
        }
        return response.bodyValue(json.text());
    }
}
