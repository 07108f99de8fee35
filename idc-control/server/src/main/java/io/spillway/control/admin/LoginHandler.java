package io.spillway.control.admin;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.regex.Pattern;

import io.spillway.control.access.Caller;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.control.admin.security.LoginStep;
import io.spillway.control.session.Credential;
import io.spillway.control.session.Found;
import io.spillway.control.session.LoginTicket;
import io.spillway.control.session.Sessions;
import io.spillway.model.document.Shown;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Logging in at an issuer: the browser goes there and comes back, with what we need to know it again in a sealed cookie. */
final class LoginHandler {

    /** Lax, because the way back begins at the issuer. */
    static final String COOKIE = "__Host-spillway-login";

    private static final int OCTETS = 32;
    /** No second slash, no backslash, no dots in a row: nothing that a browser could read as another host. */
    private static final Pattern BELOW = Pattern.compile("/console/(?!/)[A-Za-z0-9/_~!$&'()*+,;=:@%?.-]*");

    private final ApiAccess access;
    private final ConsoleSettings console;
    private final Visits visits;
    private final Blocking blocking;

    LoginHandler(ApiAccess access, ConsoleSettings console, Visits visits, Blocking blocking) {
        this.access = access;
        this.console = console;
        this.visits = visits;
        this.blocking = blocking;
    }

    Mono<ServerResponse> begin(ServerRequest request) {
        String to = request.queryParam("to").orElse(ConsoleRoutes.HOME);
        if (!isBelow(to)) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid",
                    "to: " + Shown.text(to) + " (expected: an address below " + ConsoleRoutes.HOME + ")").respond();
        }
        Sessions sessions = console.sessions();
        LoginTicket ticket = new LoginTicket(request.pathVariable("id"), sessions.random(OCTETS),
                sessions.random(OCTETS), sessions.random(OCTETS), to, sessions.now());
        return access.begin(ticket, callbackOf(request)).flatMap(step -> switch (step) {
            case LoginStep.Stay(LoginResult.Refused why) -> Problem.refused(why).respond();
            case LoginStep.Go(String address) -> blocking.call(() -> sessions.seal(ticket))
                    .flatMap(sealed -> go(sealed, address));
        });
    }

    static boolean isBelow(String to) {
        try {
            return BELOW.matcher(to).matches() && !to.contains("//") && !to.contains("..")
                    && new URI(to).getHost() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Mono<ServerResponse> go(Found<String> sealed, String address) {
        return switch (sealed) {
            case Found.Good<String>(String text) -> ServerResponse.status(HttpStatus.SEE_OTHER)
                    .location(URI.create(address)).cacheControl(CacheControl.noStore())
                    .cookie(Visits.cookie(COOKIE, text, "Lax", Sessions.TICKET.toSeconds())).build();
            case Found.Bad<String>(String reason) ->
                Problem.of(HttpStatus.INTERNAL_SERVER_ERROR, "internal error", reason).respond();
            case Found.Away<String>(Instant since, String reason) -> Problem.unavailable(since, reason).respond();
        };
    }

    Mono<ServerResponse> callback(ServerRequest request) {
        String cookie = Visits.cookie(request, COOKIE);
        if (cookie == null) {
            return failed("there is no login under way in this browser");
        }
        // Whatever comes of it: it is used.
        request.exchange().getResponse().addCookie(Visits.cookie(COOKIE, "", "Lax", 0));
        return blocking.call(() -> console.sessions().ticket(cookie)).flatMap(found -> switch (found) {
            case Found.Bad<LoginTicket>(String reason) -> failed("Cookie: " + COOKIE + ": " + reason);
            case Found.Away<LoginTicket>(Instant since, String reason) ->
                Problem.unavailable(since, reason).respond();
            case Found.Good<LoginTicket>(LoginTicket ticket) -> answered(request, ticket);
        });
    }

    private Mono<ServerResponse> answered(ServerRequest request, LoginTicket ticket) {
        if (!same(request.queryParam("state").orElse(""), ticket.state())) {
            return failed("state: another one (expected: that of the login that was begun in this browser)");
        }
        String error = request.queryParam("error").orElse(null);
        String code = request.queryParam("code").orElse(null);
        if (error != null || code == null) {
            return failed("the issuer says " + Shown.text(error == null ? "nothing" : error) + " (expected: a code)");
        }
        return access.finish(ticket, code, callbackOf(request), Visits.from(request))
                .flatMap(login -> switch (login.result()) {
                    case LoginResult.Refused refused -> Problem.refused(refused).respond();
                    case LoginResult.Known(Caller _, Instant _, Credential credential) -> entered(credential,
                            ticket.to());
                });
    }

    private Mono<ServerResponse> entered(@Nullable Credential credential, String to) {
        if (credential == null) {
            return failed("there is nothing that a session could be made for");
        }
        return blocking.call(() -> console.sessions().seal(console.sessions().begin(credential)))
                .flatMap(sealed -> SessionHandler.answer(sealed,
                        ServerResponse.status(HttpStatus.SEE_OTHER).location(URI.create(to))
                                .cacheControl(CacheControl.noStore())));
    }

    private String callbackOf(ServerRequest request) {
        return visits.base(request) + ConsoleRoutes.HOME + "callback";
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(UTF_8), other.getBytes(UTF_8));
    }

    private static Mono<ServerResponse> failed(String why) {
        return Problem.of(HttpStatus.BAD_REQUEST, "login failed", why + "; begin again at " + ConsoleRoutes.HOME)
                .respond();
    }
}
