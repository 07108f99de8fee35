package io.spillway.control.admin;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.spillway.control.session.ConsoleConfig;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells browsers with every answer what they may do with it, and lets pages of the configured peers ask, who show an exchange
 * token: cookies are for pages of this node only, hence no {@code Access-Control-Allow-Credentials}.
 */
final class BrowserHeaders implements WebFilter {

    private static final String REST = "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    private static final String ALLOWED = "Authorization, Content-Type, If-Match, If-None-Match, Last-Event-ID, "
            + "X-Requested-With, X-Spillway-Approval, X-Spillway-Author";
    private static final String SHOWN = "ETag, Location, Retry-After, WWW-Authenticate";
    private static final String METHODS = "GET, PUT, POST, DELETE";
    private static final String TEN_MINUTES = "600";

    private final Set<String> peers;
    private final String page;

    /** Creates a filter; pages may speak to this node and to these peers. */
    BrowserHeaders(ConsoleConfig config) {
        this.peers = Set.copyOf(config.peers());
        // Mantine sets sizes and colours as attributes, which no hash or nonce covers.
        this.page = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                + "font-src 'self'; connect-src " + String.join(" ", sources(config.peers())) + "; " + REST;
    }

    private static List<String> sources(List<String> peers) {
        return java.util.stream.Stream.concat(java.util.stream.Stream.of("'self'"), peers.stream()).toList();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders answer = exchange.getResponse().getHeaders();
        String path = request.getPath().value();
        boolean ofPage = path.equals("/console") || path.startsWith("/console/");
        answer.set("Content-Security-Policy", ofPage ? page : NOTHING);
        answer.set("X-Content-Type-Options", "nosniff");
        answer.set("X-Frame-Options", "DENY");
        answer.set("Referrer-Policy", "no-referrer");
        answer.set("Cross-Origin-Opener-Policy", "same-origin");
        answer.set("Cross-Origin-Resource-Policy", "same-origin");
        answer.set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
        if (peers.isEmpty()) {
            return chain.filter(exchange);
        }
        answer.add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String origin = peer(request);
        if (origin == null) {
            return chain.filter(exchange);
        }
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.set(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, SHOWN);
        if (!isQuestion(request)) {
            return chain.filter(exchange);
        }
        // To the router it would be the call that it asks about.
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        answer.set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED);
        answer.set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, TEN_MINUTES);
        exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
        return exchange.getResponse().setComplete();
    }

    private @Nullable String peer(ServerHttpRequest request) {
        String origin = request.getHeaders().getFirst(HttpHeaders.ORIGIN);
        return origin != null && peers.contains(origin.toLowerCase(Locale.ROOT)) ? origin : null;
    }

    private static boolean isQuestion(ServerHttpRequest request) {
        return HttpMethod.OPTIONS.equals(request.getMethod())
                && request.getHeaders().getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) != null;
    }
}
