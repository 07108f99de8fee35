package io.spillway.control.admin;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.spillway.control.access.Call;
import io.spillway.control.access.Caller;
import io.spillway.control.access.Decision;
import io.spillway.control.access.Target;
import io.spillway.control.admin.security.ApiAccess;
import io.spillway.control.admin.security.LoginResult;
import io.spillway.control.session.Credential;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.wire.audit.AuditRecord;
import org.jspecify.annotations.Nullable;
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

    private static final String COOKIE = AccessFilter.class.getName() + ".cookie";
    private static final Set<String> CHANGES = Set.of("PUT", "DELETE", "POST");
    private static final String IF_MATCH = "If-Match";

    private final ApiAccess access;
    private final Visits visits;
    private final Predicate<ServerRequest> stands;
    private final Consumer<AuditRecord.Deed> audit;

    /**
     * Creates a filter; {@code stands} tells whether what a request changes is there; {@code audit} takes what is denied, never blocks for long, and bounds what it keeps.
     */
    AccessFilter(ApiAccess access, Visits visits, Predicate<ServerRequest> stands,
            Consumer<AuditRecord.Deed> audit) {
        this.access = access;
        this.visits = visits;
        this.stands = stands;
        this.audit = audit;
    }

    /** Returns who makes the request, as the filter has found out. */
    static Caller caller(ServerRequest request) {
        return request.attribute(CALLER).map(Caller.class::cast)
                .orElseThrow(() -> new IllegalStateException(request.path() + ": nobody has asked who calls"));
    }

    /** Returns whether a page has made the request that is known by a cookie. */
    static boolean byCookie(ServerRequest request) {
        return request.attribute(COOKIE).isPresent();
    }

    /** Returns what completes when the caller's credentials are good no more, so that he must not see what comes after. */
    static Mono<?> ends(ServerRequest request) {
        return request.attribute(ENDS).map(Mono.class::cast)
                .orElseThrow(() -> new IllegalStateException(request.path() + ": nobody has asked who calls"));
    }

    @Override
    public Mono<ServerResponse> filter(ServerRequest request, HandlerFunction<ServerResponse> next) {
        return visits.of(request).flatMap(visit -> judged(visit, request, next));
    }

    private Mono<ServerResponse> judged(Visit visit, ServerRequest request, HandlerFunction<ServerResponse> next) {
        return switch (visit.login().result()) {
            case LoginResult.Refused refused -> {
                audit.accept(DeniedCalls.ofNobody(Visits.from(request), call(request), refused));
                yield Problem.refused(refused).respond();
            }
            case LoginResult.Known(Caller caller, Instant _, Credential _) -> {
                request.attributes().put(CALLER, caller);
                request.attributes().put(ENDS, visit.login().ends());
                if (visit.cookie()) {
                    request.attributes().put(COOKIE, true);
                }
                if (visit.renewed() != null) {
                    request.exchange().getResponse().addCookie(Visits.cookie(visit.renewed()));
                }
                Call call = call(request);
                // What is not there is told to everybody who is known: there is nothing to keep from him.
                yield call.path().isEmpty() || unknownKind(request, call)
                        ? next.handle(request)
                        : switch (access.door(caller, call)) {
                            case Decision.Allow _ -> visit.cookie() && blind(request, call)
                                    ? Problem.blind(call).respond()
                                    : next.handle(request);
                            case Decision.Deny deny -> problem(caller, call, deny).respond();
                        };
            }
        };
    }

    /** Whether somebody in front of a page, who may have stood there for an hour, changes what he does not say he has seen. */
    private boolean blind(ServerRequest request, Call call) {
        return CHANGES.contains(call.method()) && request.headers().firstHeader(IF_MATCH) == null
                && !ResourceHandler.dryRun(request) && stands.test(request);
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
}
