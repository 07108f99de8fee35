package io.spillway.control.admin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import io.spillway.control.overview.Known;
import io.spillway.control.overview.Overviews;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.HealthView;
import io.spillway.control.service.StatusReport.RegistryView;
import io.spillway.control.service.Subscription;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The fleet at a glance, once or as a stream: every second, and at once when somebody moves traffic. It is made once for all who
 * watch, and for nobody when nobody does.
 */
final class OverviewHandler {

    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Changes that come together are told together. */
    private static final Duration TOGETHER = Duration.ofMillis(100);
    private static final List<Kind> MOVES = List.of(Kind.TRAFFIC_SHIFT, Kind.SWITCH_OVER);

    private final ControlService service;
    private final InstantSource clock;
    private final Flux<ServerSentEvent<String>> stream;

    OverviewHandler(ControlService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
        Flux<Boolean> changes = Flux.<Boolean>create(this::changes, FluxSink.OverflowStrategy.LATEST)
                .sample(TOGETHER);
        this.stream = Flux.merge(Flux.interval(Duration.ZERO, EVERY).map(_ -> true).onBackpressureLatest(), changes)
                .onBackpressureLatest().publishOn(Schedulers.parallel(), 1).map(_ -> event()).share();
    }

    private void changes(FluxSink<Boolean> sink) {
        List<Subscription> all = MOVES.stream().map(kind -> service.watch(kind, _ -> sink.next(true))).toList();
        sink.onDispose(() -> all.forEach(Subscription::close));
    }

    Mono<ServerResponse> show(ServerRequest request) {
        boolean watch = request.queryParam("watch").filter(value -> !value.equals("false")).isPresent();
        // Who comes to a stream that runs does not wait for its next second; no event loop makes his first one.
        return watch
                ? EventStream.respond(request, Flux.concat(
                        Mono.fromSupplier(this::event).subscribeOn(Schedulers.parallel()), stream))
                : OverviewJson.of(Overviews.of(known())).respond();
    }

    private ServerSentEvent<String> event() {
        return ServerSentEvent.builder(OverviewJson.of(Overviews.of(known())).text()).event("overview").build();
    }

    private Known known() {
        RegistryView registry = service.registry();
        HealthView health = service.health();
        return new Known(service.idc(), service.node(), clock.instant(), service.readiness(), registry,
                service.dataPlanes(), service.delivery(registry.revision()).stragglers(), service.peers(),
                health, service.load(), service.users(),
                new Known.Resources(all(Kind.IDC), all(Kind.TRAFFIC_SHIFT), all(Kind.SWITCH_OVER), all(Kind.DRILL),
                        all(Kind.SERVICE_ENTRY),
                        health.checked() == 0 ? all(Kind.WORKLOAD_ENTRY) : List.of()),
                new Known.Doubts(service.unarmed(), service.audit().foundBroken(), service.audit().owed()));
    }

    private List<Resource> all(Kind kind) {
        return service.list(kind).resources();
    }
}
