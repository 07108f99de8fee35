package io.spillway.control.admin;

import java.security.MessageDigest;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Lets only those write who know the token. Reads, and questions such as explain, are open. */
final class BearerToken implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final Set<String> QUESTIONS = Set.of("/v1/explain");
    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] token;

    BearerToken(@Nullable String token) {
        this.token = token == null ? null : token.getBytes(UTF_8);
    }

    @Override
    public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
        if (token == null || request.method().equals(HttpMethod.GET) || QUESTIONS.contains(request.path())) {
            return next.handle(request);
        }
        String given = request.headers().firstHeader(HttpHeaders.AUTHORIZATION);
        if (given == null || !given.startsWith(SCHEME)) {
            return Problem.of(HttpStatus.UNAUTHORIZED, "no token",
                    "Authorization: missing (expected: Bearer and the token of this control plane)").respond();
        }
        // Compared in constant time: the answer's delay must not tell how much of it was right.
        if (!MessageDigest.isEqual(token, given.substring(SCHEME.length()).getBytes(UTF_8))) {
            return Problem.of(HttpStatus.FORBIDDEN, "wrong token",
                    "Authorization: another token (expected: the token of this control plane)").respond();
        }
        return next.handle(request);
    }
}
