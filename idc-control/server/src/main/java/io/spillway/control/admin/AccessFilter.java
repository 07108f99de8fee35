package io.spillway.control.admin;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Decision;
import io.spillway.control.access.Target;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.control.admin.security.Presented;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.SslInfo;
import org.springframework.web.reactive.function.server.HandlerFilterFunction;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.pattern.PathPattern;
import reactor.core.publisher.Mono;

/**
 * Finds out who calls and lets nobody in who may not, before a body is read. What a body then names is judged by
 * {@link #refusal} for each resource. Whoever is refused is in the audit. The address is the one that the router has matched, so that there are not two opinions of
 * what it is.
 */
final class AccessFilter implements HandlerFilterFunction<ServerResponse, ServerResponse> {

    private static final String CALLER = AccessFilter.class.getName() + ".caller";
    private static final String ENDS = AccessFilter.class.getName() + ".ends";

    private final ApiAccess access;
    private final Consumer<AuditRecord.Deed> audit;

    /** Creates a filter; {@code audit} takes what is denied, never blocks for long, and bounds what it keeps. */
    AccessFilter(ApiAccess access, Consumer<AuditRecord.Deed> audit) {
        this.access = access;
        this.audit = audit;
    }

    /** Returns who makes the request, as the filter has found out. */
    static Caller caller(ServerRequest request) {
        return request.attribute(CALLER).map(Caller.class::cast)
                .orElseThrow(() -> new IllegalStateException(request.path() + ": nobody has asked who calls"));
    }

    /** Returns what completes when the caller's credentials are good no more, so that he must not see what comes after. */
    static Mono<?> ends(ServerRequest request) {
        return request.attribute(ENDS).map(Mono.class::cast)
                .orElseThrow(() -> new IllegalStateException(request.path() + ": nobody has asked who calls"));
    }

    @Override
    public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
        Presented shown = presented(request);
        return access.login(shown).flatMap(login -> judged(login, shown, request, next));
    }

    private Mono<ServerResponse> judged(ApiAccess.Login login, Presented shown, ServerRequest request,
            HandlerFunction<ServerResponse> next) {
        return switch (login.result()) {
            case LoginResult.Refused refused -> {
                audit.accept(DeniedCalls.ofNobody(shown.from(), call(request), refused));
                yield Problem.refused(refused).respond();
            }
            case LoginResult.Known(Caller caller, Instant _) -> {
                request.attributes().put(CALLER, caller);
                request.attributes().put(ENDS, login.ends());
                Call call = call(request);
                // What is not there is told to everybody who is known: there is nothing to keep from him.
                yield call.path().isEmpty() || unknownKind(request, call)
                        ? next.handle(request)
                        : switch (access.door(caller, call)) {
                            case Decision.Allow _ -> next.handle(request);
                            case Decision.Deny deny -> problem(caller, call, deny).respond();
                        };
            }
        };
    }

    /** Returns why the caller may not write a resource, by what it touches as {@link Target} has it; null when he may. */
    @Nullable
    Problem refusal(ServerRequest request, Call call, @Nullable Resource written,
            BiFunction<Kind, String, @Nullable Resource> before, BiFunction<Kind, String, @Nullable Resource> after,
            Function<Resource, Set<String>> taking) {
        Caller caller = caller(request);
        Kind kind = Objects.requireNonNull(call.kind());
        String name = Objects.requireNonNull(call.name());
        return access.touching(caller, call,
                Target.of(kind, name, written, before, after, taking)) instanceof Decision.Deny deny
                        ? problem(caller, call, deny)
                        : null;
    }

    /** Returns why the caller may not make this request, which touches these; null when he may. */
    @Nullable
    Problem refusal(ServerRequest request, List<Target> targets) {
        Caller caller = caller(request);
        Call call = call(request);
        return access.touching(caller, call, targets) instanceof Decision.Deny deny
                ? problem(caller, call, deny)
                : null;
    }

    /**
     * Returns why the caller may not make this request about a switch-over, which touches these; null when he may.
     *
     * @param drill whether a drill makes it
     */
    @Nullable
    Problem refusal(ServerRequest request, List<Target> targets, boolean drill) {
        Caller caller = caller(request);
        Call made = call(request);
        Call call = new Call(made.method(), made.path(), drill ? null : Kind.SWITCH_OVER, made.name());
        return access.touching(caller, call, targets) instanceof Decision.Deny deny
                ? problem(caller, made, deny)
                : null;
    }

    private Problem problem(Caller caller, Call call, Decision.Deny deny) {
        LoginResult.Refused credentials = access.asksForCredentials(caller);
        audit.accept(credentials == null
                ? DeniedCalls.of(caller, call, deny)
                : DeniedCalls.ofNobody(caller.from(), call, credentials));
        return credentials == null ? Problem.forbidden(caller, deny) : Problem.refused(credentials);
    }

    private static boolean unknownKind(ServerRequest request, Call call) {
        return call.kind() == null && request.pathVariables().containsKey("kind");
    }

    private static Call call(ServerRequest request) {
        String path = request.attribute(RouterFunctions.MATCHING_PATTERN_ATTRIBUTE)
                .map(pattern -> ((PathPattern) pattern).getPatternString()).orElse("");
        String kind = request.pathVariables().get("kind");
        return new Call(request.method().name(), path, kind == null ? null : Kind.ofPlural(kind),
                request.pathVariables().get("name"));
    }

    private static Presented presented(ServerRequest request) {
        HttpHeaders headers = request.headers().asHttpHeaders();
        SslInfo tls = request.exchange().getRequest().getSslInfo();
        X509Certificate[] chain = tls == null ? null : tls.getPeerCertificates();
        return new Presented(headers.getOrEmpty(HttpHeaders.AUTHORIZATION),
                chain == null || chain.length == 0 ? null : chain[0],
                request.remoteAddress().map(address -> address.getAddress().getHostAddress()).orElse("unknown"),
                headers.getFirst(Presented.REASON));
    }
}
