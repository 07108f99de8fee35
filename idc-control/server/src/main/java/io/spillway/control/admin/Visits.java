package io.spillway.control.admin;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.control.admin.security.Presented;
import io.spillway.control.session.BrowserCall;
import io.spillway.control.session.Found;
import io.spillway.control.session.Session;
import io.spillway.control.session.Sessions;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Finds out who calls: by a header {@code Authorization} (a token, or an exchange token), else by the cookie of a session, else by
 * what stands without anybody's doing, as a certificate. What a browser adds by itself counts only for pages of ours.
 */
final class Visits {

    /** Browsers take it by TLS (or from this machine) only, from this host only and for all of it. */
    static final String COOKIE = "__Host-spillway";

    private static final String BEARER = "Bearer ";

    private final ApiAccess access;
    private final ConsoleSettings console;
    private final Blocking blocking;

    Visits(ApiAccess access, ConsoleSettings console, Blocking blocking) {
        this.access = access;
        this.console = console;
        this.blocking = blocking;
    }

    /** Returns who makes the request. */
    Mono<Visit> of(ServerRequest request) {
        Presented shown = presented(request);
        if (!shown.authorization().isEmpty()) {
            String exchange = exchange(shown.authorization());
            return exchange == null || access.letsEverybodyWrite()
                    ? access.login(shown).map(Visit::new)
                    : blocking.call(() -> byExchange(exchange, shown.from()));
        }
        BrowserCall call = browser(request);
        String cookie = cookie(request, COOKIE);
        if (cookie == null || access.letsEverybodyWrite()) {
            String foreign = foreign(request, call);
            return foreign.isEmpty()
                    ? access.login(shown).map(Visit::new)
                    : Mono.just(refused(403, "another origin", foreign, shown.from()));
        }
        String foreign = call.refusedByCookie();
        return foreign.isEmpty()
                ? blocking.call(() -> byCookie(cookie, shown.from()))
                : Mono.just(refused(403, "another origin", foreign, shown.from()));
    }

    private String foreign(ServerRequest request, BrowserCall call) {
        String foreign = call.refusedAsAmbient();
        return foreign.isEmpty() && access.letsEverybodyWrite()
                ? call.refusedByName(request.headers().asHttpHeaders().getFirst(HttpHeaders.HOST),
                        console.config().url())
                : foreign;
    }

    /** Returns whether a request shows nothing by which anybody could be known. */
    boolean showsNothing(ServerRequest request) {
        Presented shown = presented(request);
        return !access.letsEverybodyWrite() && shown.authorization().isEmpty() && shown.certificate() == null
                && cookie(request, COOKIE) == null;
    }

    private static @Nullable String exchange(List<String> authorization) {
        String value = authorization.getFirst();
        return authorization.size() == 1 && value.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && value.startsWith(Sessions.EXCHANGE_PREFIX, BEARER.length())
                        ? value.substring(BEARER.length())
                        : null;
    }

    private Visit byExchange(String token, String from) {
        return switch (console.sessions().exchanged(token)) {
            case Found.Good<Session>(Session session) -> visit(session, false, null, from);
            case Found.Bad<Session>(String reason) -> refused(401, LoginResult.Refused.WRONG_TOKEN,
                    "Authorization: an exchange token that is not good: " + reason + " (expected: one of GET "
                            + "/console/session, at most " + Sessions.EXCHANGE.toMinutes() + " min old)",
                    from);
            case Found.Away<Session>(Instant since, String reason) -> away(since, reason, from);
        };
    }

    private Visit byCookie(String cookie, String from) {
        return switch (console.sessions().open(cookie)) {
            case Found.Good<Session>(Session session) -> {
                boolean renews = console.sessions().renews(session);
                yield visit(session, true, renews
                        && console.sessions().seal(session) instanceof Found.Good<String>(String sealed)
                                ? sealed
                                : null,
                        from);
            }
            case Found.Bad<Session>(String reason) -> refused(401, "no session",
                    "Cookie: " + COOKIE + ": " + reason + " (expected: a new login)", from);
            case Found.Away<Session>(Instant since, String reason) -> away(since, reason, from);
        };
    }

    private Visit visit(Session session, boolean cookie, @Nullable String renewed, String from) {
        return new Visit(access.login(session.credential(), session.ends(), from), session, cookie, renewed);
    }

    private Visit away(Instant since, String reason, String from) {
        return refused(503, "unavailable", "no session can be looked at: " + reason + " since " + since
                + " (expected: a registry; until then a token does)", from);
    }

    private Visit refused(int status, String title, String reason, String from) {
        return new Visit(access.refuse(new LoginResult.Refused(status, title, reason), from));
    }

    /** Returns what a browser tells of the request. */
    BrowserCall browser(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        return new BrowserCall(request.method().name(), headers.getFirst("Sec-Fetch-Site"),
                headers.getFirst(HttpHeaders.ORIGIN), own(headers), headers.getFirst("X-Requested-With"));
    }

    private Set<String> own(HttpHeaders headers) {
        Set<String> own = new HashSet<>();
        String host = headers.getFirst(HttpHeaders.HOST);
        if (host != null) {
            own.add("https://" + host);
            own.add("http://" + host);
        }
        String url = console.config().url();
        if (url != null) {
            own.add(url);
        }
        return own;
    }

    /** Returns where a browser reaches what it has asked here. */
    String base(ServerRequest request) {
        String url = console.config().url();
        if (url != null) {
            return url;
        }
        String scheme = request.exchange().getRequest().getSslInfo() == null ? "http" : "https";
        return scheme + "://" + request.headers().asHttpHeaders().getFirst(HttpHeaders.HOST);
    }

    static @Nullable String cookie(ServerRequest request, String name) {
        HttpCookie cookie = request.cookies().getFirst(name);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    /** Returns the cookie of a session; an empty value takes it back. */
    static ResponseCookie cookie(String sealed) {
        return cookie(COOKIE, sealed, "Strict", sealed.isEmpty() ? 0 : -1);
    }

    static ResponseCookie cookie(String name, String value, String sameSite, long seconds) {
        return ResponseCookie.from(name, value).httpOnly(true).secure(true).sameSite(sameSite).path("/")
                .maxAge(seconds).build();
    }

    static Presented presented(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        SslInfo tls = request.exchange().getRequest().getSslInfo();
        X509Certificate[] chain = tls == null ? null : tls.getPeerCertificates();
        return new Presented(headers.getOrEmpty(HttpHeaders.AUTHORIZATION),
                chain == null || chain.length == 0 ? null : chain[0], from(request),
                headers.getFirst(Presented.REASON));
    }

    static String from(ServerRequest request) {
        return request.remoteAddress().map(InetSocketAddress::getAddress).map(address -> address.getHostAddress())
                .orElse("unknown");
    }
}
