package io.spillway.control.admin;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.spillway.control.access.Call;
import io.spillway.control.service.ApplyRequest;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.DeleteRequest;
import io.spillway.control.service.Listing;
import io.spillway.control.service.ResourceEvent;
import io.spillway.control.service.StatusReport.LostShiftView;
import io.spillway.control.service.Subscription;
import io.spillway.control.service.WriteResult;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Violation;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.ResourceDocuments;
import io.spillway.wire.xds.WorldDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Resources by kind and name. */
final class ResourceHandler {

    private final ControlService service;
    private final Blocking blocking;
    private final ReleaseHandler releases;
    private final AccessFilter access;
    private final TwoPersons two;

    ResourceHandler(ControlService service, Blocking blocking, AccessFilter access, TwoPersons two) {
        this.two = two;
        this.service = service;
        this.access = access;
        this.blocking = blocking;
        this.releases = new ReleaseHandler(service, blocking);
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Kind kind = kind(request);
        if (kind == null) {
            return noKind(request);
        }
        Listing listing = service.list(kind);
        List<Json> items = listing.resources().stream().map(resource -> WriteJson.resource(resource, lost(resource)))
                .toList();
        String tag = tag(items);
        return request.checkNotModified(tag)
                .switchIfEmpty(Mono.defer(() -> ServerResponse.ok()
                        .contentType(org.springframework.http.MediaType.APPLICATION_JSON).eTag(tag)
                        .bodyValue(Json.object().put("revision", listing.revision())
                                .putAll("items", items, item -> item).text())));
    }

    /** Returns what is the same on every node while just these are listed, whatever else is written. */
    private static String tag(List<Json> items) {
        long digest = 0;
        for (Json item : items) {
            digest ^= WorldDigest.of("", item.text());
        }
        return "W/\"" + WorldDigest.text(digest) + "\"";
    }

    Mono<ServerResponse> get(ServerRequest request) {
        Kind kind = kind(request);
        if (kind == null) {
            return noKind(request);
        }
        String name = request.pathVariable("name");
        if (request.queryParam(ReleaseHandler.WAIT).isPresent()) {
            return releases.await(kind, name, request);
        }
        return service.get(kind, name)
                .map(resource -> ServerResponse.ok().contentType(org.springframework.http.MediaType.APPLICATION_JSON)
                        .eTag(Long.toString(resource.metadata().revision()))
                        .bodyValue(WriteJson.resource(resource, lost(resource)).text()))
                .orElseGet(() -> WriteJson.respond(new WriteResult.NotFound(kind, name)));
    }

    private Optional<LostShiftView> lost(Resource resource) {
        return resource.kind() == Kind.TRAFFIC_SHIFT ? service.lostShift(resource.name()) : Optional.empty();
    }

    Mono<ServerResponse> watch(ServerRequest request) {
        Kind kind = kind(request);
        if (kind == null) {
            return noKind(request);
        }
        return EventStream.respond(request, sink -> {
            Subscription subscription = service.watch(kind, event -> sink.next(event(event)));
            sink.onDispose(subscription::close);
        });
    }

    private static ServerSentEvent<String> event(ResourceEvent event) {
        String name = switch (event) {
            case ResourceEvent.Put put -> "PUT";
            case ResourceEvent.Deleted deleted -> "DELETED";
        };
        Resource resource = switch (event) {
            case ResourceEvent.Put put -> put.resource();
            case ResourceEvent.Deleted deleted -> deleted.last();
        };
        return ServerSentEvent.builder(Json.object().put("revision", event.revision())
                .put("resource", WriteJson.resource(resource)).text()).event(name).id(Long.toString(event.revision()))
                .build();
    }

    Mono<ServerResponse> put(ServerRequest request) {
        Kind kind = kind(request);
        if (kind == null) {
            return noKind(request);
        }
        String name = request.pathVariable("name");
        return withIfMatch(request, ifMatch -> Bodies.text(request)
                .flatMap(text -> switch (ResourceDocuments.parse(text)) {
                    case Decoded.Invalid<List<Resource>> invalid -> Problem.invalid(invalid.violations()).respond();
                    case Decoded.Valid<List<Resource>>(List<Resource> resources) -> {
                        List<Violation> wrong = mustBe(kind, name, resources);
                        yield wrong.isEmpty()
                                ? write(request, resources, ifMatch)
                                : Problem.invalid(wrong).respond();
                    }
                }));
    }

    Mono<ServerResponse> apply(ServerRequest request) {
        return Bodies.text(request).flatMap(text -> switch (ResourceDocuments.parse(text)) {
            case Decoded.Invalid<List<Resource>> invalid -> Problem.invalid(invalid.violations()).respond();
            case Decoded.Valid<List<Resource>>(List<Resource> resources) ->
                write(request, resources, null);
        });
    }

    Mono<ServerResponse> delete(ServerRequest request) {
        Kind kind = kind(request);
        if (kind == null) {
            return noKind(request);
        }
        String name = request.pathVariable("name");
        Problem refusal = access.refusal(request, Call.delete(kind, name), null, this::known, this::known,
                service::servicesOf);
        if (refusal != null) {
            return refusal.respond();
        }
        boolean dryRun = dryRun(request);
        return withIfMatch(request, ifMatch -> blocking.call(() -> service.delete(new DeleteRequest(kind, name, dryRun,
                ifMatch, Bodies.author(request), Bodies.origin(request), two.asker(request))))
                .flatMap(WriteJson::respond));
    }

    private Mono<ServerResponse> write(ServerRequest request, List<Resource> resources, @Nullable Long ifMatch) {
        Map<String, Resource> together = new HashMap<>();
        resources.forEach(one -> together.putIfAbsent(one.kind().plural() + "/" + one.name(), one));
        for (Resource resource : resources) {
            Problem refusal = access.refusal(request, Call.put(resource.kind(), resource.name()), resource, this::known,
                    (kind, name) -> {
                        Resource written = together.get(kind.plural() + "/" + name);
                        return written == null ? known(kind, name) : written;
                    }, service::servicesOf);
            if (refusal != null) {
                return refusal.respond();
            }
        }
        boolean dryRun = dryRun(request);
        if (ifMatch == null && !dryRun && AccessFilter.byCookie(request)) {
            for (Resource resource : resources) {
                if (resource.metadata().revision() == 0 && known(resource.kind(), resource.name()) != null) {
                    return Problem.blind(Call.put(resource.kind(), resource.name())).respond();
                }
            }
        }
        ApplyRequest apply = new ApplyRequest(resources, dryRun, ifMatch, Bodies.author(request),
                Bodies.origin(request), two.asker(request));
        return blocking.call(() -> service.apply(apply)).flatMap(WriteJson::respond);
    }

    private @Nullable Resource known(Kind kind, String name) {
        return service.get(kind, name).orElse(null);
    }

    private static List<Violation> mustBe(Kind kind, String name, List<Resource> resources) {
        if (resources.size() != 1) {
            return List.of(new Violation("", resources.size() + " documents", "one document", null));
        }
        Resource resource = resources.getFirst();
        if (resource.kind() != kind) {
            return List.of(
                    new Violation("/kind", resource.kind().kindName(), kind.kindName() + ", as in the address", null));
        }
        if (!resource.name().equals(name)) {
            return List.of(new Violation("/metadata/name", "\"" + resource.name() + "\"",
                    "\"" + name + "\", as in the address", null));
        }
        return List.of();
    }

    /** Goes on with the revision that the request asks for; null when it asks for none. */
    static Mono<ServerResponse> withIfMatch(ServerRequest request,
            java.util.function.Function<@Nullable Long, Mono<ServerResponse>> next) {
        String header = request.headers().firstHeader("If-Match");
        if (header == null) {
            return next.apply(null);
        }
        String revision = header.startsWith("\"") && header.endsWith("\"") && header.length() > 1
                ? header.substring(1, header.length() - 1)
                : header;
        try {
            return next.apply(Long.valueOf(Long.parseUnsignedLong(revision)));
        } catch (NumberFormatException notANumber) {
            return Problem.of(HttpStatus.BAD_REQUEST, "invalid", "If-Match: " + header + " (expected: a revision)")
                    .respond();
        }
    }

    /** Returns whether nothing shall be written. */
    static boolean dryRun(ServerRequest request) {
        return request.queryParam("dryRun").map(value -> !value.equals("false")).orElse(false);
    }

    private static @Nullable Kind kind(ServerRequest request) {
        return Kind.ofPlural(request.pathVariable("kind"));
    }

    private static Mono<ServerResponse> noKind(ServerRequest request) {
        return Problem
                .of(HttpStatus.NOT_FOUND, "no such kind", "kind: \"" + request.pathVariable("kind") + "\" (expected: "
                        + String.join(", ", java.util.Arrays.stream(Kind.values()).map(Kind::plural).toList()) + ")")
                .respond();
    }
}
