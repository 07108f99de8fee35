package io.spillway.control.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

import io.spillway.control.service.ControlEvent;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.ExplainRequest;
import io.spillway.control.service.ExplainResult;
import io.spillway.control.service.LoadReport;
import io.spillway.control.service.Subscription;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Decoder;
import io.spillway.model.document.ScalarType;
import io.spillway.model.document.Shown;
import io.spillway.model.resource.Kind;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** What can be asked of a node: its state, who has what, the load, what happens, how a request would go. */
final class ObservationHandler {

    /** What can stand in a request: no end of a line, no NUL. */
    private static final ScalarType<String> LINE = ScalarType.text("text without control characters", "",
            text -> text.chars().anyMatch(Character::isISOControl) ? null : text);
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final int DEFAULT_HISTORY = 20;

    private final ControlService service;
    private final Blocking blocking;
    private final String openApi;

    ObservationHandler(ControlService service, Blocking blocking) {
        this.service = service;
        this.blocking = blocking;
        this.openApi = openApiText();
    }

    private static String openApiText() {
        try (InputStream in = Objects.requireNonNull(ObservationHandler.class.getResourceAsStream("openapi.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Mono<ServerResponse> openApi(ServerRequest request) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(openApi);
    }

    Mono<ServerResponse> status(ServerRequest request) {
        return StatusJson.of(service.status()).respond();
    }

    Mono<ServerResponse> delivery(ServerRequest request) {
        String after = request.queryParam("after").orElse("0");
        try {
            return DeliveryJson.of(service.delivery(Long.parseUnsignedLong(after))).respond();
        } catch (NumberFormatException notANumber) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid", "after: " + after + " (expected: a revision)")
                    .respond();
        }
    }

    Mono<ServerResponse> check(ServerRequest request) {
        return blocking.call(service::check).flatMap(report -> CheckJson.of(report).respond());
    }

    Mono<ServerResponse> history(ServerRequest request) {
        String newest = request.queryParam("n").orElse(Integer.toString(DEFAULT_HISTORY));
        String only = request.queryParam("revision").orElse("");
        if (!newest.matches("[1-9][0-9]{0,5}")) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid",
                    "n: " + newest + " (expected: how many revisions, 1..999999)").respond();
        }
        if (!only.matches("[0-9]{0,18}")) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid", "revision: " + only + " (expected: a revision)")
                    .respond();
        }
        return HistoryJson.of(service.history(Integer.parseInt(newest), only.isEmpty() ? null : Long.valueOf(only)))
                .respond();
    }

    /** Answers 404 for a service that there is not, so that a slip of the finger does not look like silence. */
    Mono<ServerResponse> load(ServerRequest request) {
        LoadReport report = service.load();
        Optional<String> wanted = request.queryParam("service");
        if (wanted.isEmpty()) {
            return LoadJson.of(report).respond();
        }
        LoadReport some = report.of(wanted.get());
        return some.services().isEmpty() && service.get(Kind.SERVICE, wanted.get()).isEmpty()
                ? Problem.of(HttpStatus.NOT_FOUND, "not found", "service: " + wanted.get()
                        + " (expected: a service of this IDC)").respond()
                : LoadJson.of(some).respond();
    }

    Mono<ServerResponse> events(ServerRequest request) {
        return EventStream.respond(request, sink -> {
            Subscription subscription = service.events(event -> sink.next(event(event)));
            sink.onDispose(subscription::close);
        });
    }

    private static ServerSentEvent<String> event(ControlEvent event) {
        return ServerSentEvent.builder(Json.object().put("at", event.at().toString()).put("type", event.type())
                .put("object", event.object()).put("detail", event.detail()).put("facts", event.facts()).text())
                .event(event.type()).build();
    }

    Mono<ServerResponse> explain(ServerRequest request) {
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text, ObservationHandler::question)) {
            case Decoded.Invalid<ExplainRequest> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<ExplainRequest>(ExplainRequest question) ->
                blocking.call(() -> service.explain(question)).flatMap(ObservationHandler::respond);
        });
    }

    private static ExplainRequest question(Decoder body) {
        Map<String, String> headers = body.map("headers", LINE);
        headers.keySet().stream().filter(name -> !HEADER.matcher(name).matches())
                .forEach(name -> body.violation("headers", Shown.text(name), "names of header fields"));
        return new ExplainRequest(body.required("idc", ScalarType.TEXT),
                body.optional("role", ScalarType.TEXT, "entrance"), body.optional("method", LINE, "GET"),
                body.required("host", LINE), body.optional("path", LINE, "/"), headers);
    }

    private static Mono<ServerResponse> respond(ExplainResult result) {
        return switch (result) {
            case ExplainResult.Explained explained -> Json.object()
                    .putAll("steps", explained.steps(),
                            step -> Json.object().put("step", step.step()).put("decision", step.decision()).put(
                                    "reason",
                                    step.reason()))
                    .put("endpoint", explained.endpoint()).respond();
            case ExplainResult.NotExplained(String reason) ->
                Problem.of(HttpStatus.BAD_REQUEST, "invalid", reason).respond();
        };
    }
}
