package io.spillway.control.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Grant;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.control.admin.security.Presented;
import io.spillway.control.service.ControlService;
import io.spillway.control.session.Attempts;
import io.spillway.control.session.Credential;
import io.spillway.control.session.Found;
import io.spillway.control.session.Session;
import io.spillway.control.session.Sessions;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.ScalarType;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The session of a person at the console: begun by a token, shown, ended. */
final class SessionHandler {

    private static final Call BEGIN = new Call("POST", ConsoleRoutes.HOME + "session", null, null);
    /** A browser keeps no greater cookie. */
    private static final int LONGEST_COOKIE = 4000;

    private final ControlService service;
    private final ApiAccess access;
    private final ConsoleSettings console;
    private final Visits visits;
    private final Blocking blocking;
    private final Attempts attempts;

    SessionHandler(ControlService service, ApiAccess access, ConsoleSettings console, Visits visits, Blocking blocking,
            Attempts attempts) {
        this.service = service;
        this.access = access;
        this.console = console;
        this.visits = visits;
        this.blocking = blocking;
        this.attempts = attempts;
    }

    Mono<ServerResponse> show(ServerRequest request) {
        if (visits.showsNothing(request)) {
            // Who comes to log in has done nothing that anybody must hear of.
            return nobody("no session");
        }
        return visits.of(request).flatMap(visit -> switch (visit.login().result()) {
            case LoginResult.Refused refused -> refused.status() == HttpStatus.UNAUTHORIZED.value()
                    ? nobody(refused.reason())
                    : Problem.refused(refused).respond();
            // Who has shown nothing may look where there is an apiToken alone, but is nobody who has a session.
            case LoginResult.Known(Caller caller, Instant _, Credential _) when caller.by() == Caller.By.NOTHING ->
                nobody("no session");
            case LoginResult.Known(Caller caller, Instant until, Credential credential) -> {
                if (visit.renewed() != null) {
                    request.exchange().getResponse().addCookie(Visits.cookie(visit.renewed()));
                }
                yield blocking.call(() -> exchange(visit.session(), caller, credential))
                        .flatMap(exchange -> somebody(request, caller, until, exchange));
            }
        });
    }

    private Mono<ServerResponse> nobody(String reason) {
        Json login = Json.object().put("token", true).putAll("issuers", access.choices(),
                choice -> Json.object().put("id", choice.id()).put("name", choice.name()));
        return ServerResponse.status(HttpStatus.UNAUTHORIZED).contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer").cacheControl(CacheControl.noStore())
                .bodyValue(Json.object().put("login", login).put("reason", reason).text());
    }

    /** Who comes by a header or a certificate has no session, and in development nobody needs one. */
    private Found<Sessions.Exchange> exchange(@Nullable Session session, Caller caller,
            @Nullable Credential credential) {
        if (session != null) {
            return console.sessions().exchange(session);
        }
        Credential held = caller.by() == Caller.By.DEVELOPMENT ? new Credential.Development() : credential;
        return held == null
                ? new Found.Bad<>("nothing to make one of")
                : console.sessions().exchange(console.sessions().begin(held));
    }

    private Mono<ServerResponse> somebody(ServerRequest request, Caller caller, @Nullable Instant until,
            Found<Sessions.Exchange> exchange) {
        String idc = service.idc();
        // A page needs not be told of the node that it came from, whichever it asks.
        String origin = request.headers().firstHeader(HttpHeaders.ORIGIN);
        String home = origin == null ? visits.base(request) : origin;
        List<String> peers = console.config().peers().stream().filter(peer -> !peer.equals(home)).toList();
        Json who = Json.object().put("person", caller.person()).put("author", caller.identity())
                .putAll("roles", caller.grants(), SessionHandler::shape).putMillis("expires", until).put("idc", idc)
                .put("node", service.node()).put("development", caller.by() == Caller.By.DEVELOPMENT)
                .putAll("peers", peers, peer -> Json.object().put("idc", idc).put("url", peer));
        if (exchange instanceof Found.Good<Sessions.Exchange>(Sessions.Exchange(String token, Instant expires))) {
            who.put("exchange", Json.object().put("token", token).putMillis("expires", expires));
        } else {
            who.put("exchange", (String) null);
        }
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noStore()).bodyValue(who.text());
    }

    private static Json shape(Grant grant) {
        return Json.object().put("role", grant.role().word())
                .putTexts("drGroups", List.copyOf(new TreeSet<>(grant.drGroups())))
                .putTexts("idcs", List.copyOf(new TreeSet<>(grant.idcs())));
    }

    Mono<ServerResponse> begin(ServerRequest request) {
        String from = Visits.from(request);
        String foreign = visits.browser(request).refusedAsOurs();
        if (!foreign.isEmpty()) {
            return refused(new LoginResult.Refused(403, "another origin", foreign), from);
        }
        Duration left = attempts.begin(from);
        if (left.isPositive()) {
            return Problem.slower(left).respond();
        }
        return Bodies.text(request).flatMap(text -> switch (Bodies.decode(text,
                body -> body.required("token", ScalarType.SOME_TEXT))) {
            case Decoded.Invalid<String> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<String>(String token) -> access
                    .login(new Presented(List.of("Bearer " + token.strip()), null, from, null))
                    .flatMap(login -> begun(login, from));
        });
    }

    private Mono<ServerResponse> begun(ApiAccess.Login login, String from) {
        return switch (login.result()) {
            case LoginResult.Refused refused -> refused(new LoginResult.Refused(
                    refused.status() == HttpStatus.FORBIDDEN.value() ? 401 : refused.status(), refused.title(),
                    refused.reason().replaceFirst("^Authorization: ", "token: ")), from);
            case LoginResult.Known(Caller _, Instant _, Credential credential) -> {
                attempts.right(from);
                yield credential == null
                        ? ServerResponse.noContent().build()
                        : blocking.call(() -> console.sessions().seal(console.sessions().begin(credential)))
                                .flatMap(sealed -> answer(sealed, ServerResponse.noContent()));
            }
        };
    }

    private Mono<ServerResponse> refused(LoginResult.Refused refused, String from) {
        service.audit().refused(DeniedCalls.ofNobody(from, BEGIN, refused));
        return Problem.refused(refused).respond();
    }

    /** Answers with a session, if there is one. */
    static Mono<ServerResponse> answer(Found<String> sealed, ServerResponse.HeadersBuilder<?> response) {
        return switch (sealed) {
            case Found.Good<String>(String text) -> text.length() > LONGEST_COOKIE
                    ? Problem.of(HttpStatus.BAD_REQUEST, "invalid", "the session has " + text.length()
                            + " characters (expected: at most " + LONGEST_COOKIE + "; fewer claims that give roles)")
                            .respond()
                    : response.cookie(Visits.cookie(text)).build();
            case Found.Bad<String>(String reason) ->
                Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal error", reason).respond();
            case Found.Away<String>(Instant since, String reason) -> Problem.unavailable(since, reason).respond();
        };
    }

    Mono<ServerResponse> end(ServerRequest request) {
        String foreign = visits.browser(request).refusedAsOurs();
        return foreign.isEmpty()
                ? ServerResponse.noContent().cookie(Visits.cookie("")).build()
                : refused(new LoginResult.Refused(403, "another origin", foreign), Visits.from(request));
    }
}
