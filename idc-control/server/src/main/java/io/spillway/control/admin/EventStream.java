package io.spillway.control.admin;

import java.time.Duration;
import java.util.function.Consumer;

import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.publisher.Mono;

/**
 * Server-sent events. A reader that falls {@value #MAX_PENDING} events behind is cut, so that a stuck one costs bounded
 * memory; it comes back and gets the whole state again. So does one whose credentials end.
 */
final class EventStream {

    private static final int MAX_PENDING = 10_000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private EventStream() {}

    static Mono<ServerResponse> respond(ServerRequest request,
            Consumer<FluxSink<ServerSentEvent<String>>> source) {
        return respondWith(request, Flux.create(source, FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(MAX_PENDING, BufferOverflowStrategy.ERROR));
    }

    /** The same of a state, of which a slow reader gets the newest. */
    static Mono<ServerResponse> respond(ServerRequest request, Flux<ServerSentEvent<String>> states) {
        return respondWith(request, states.onBackpressureLatest());
    }

    private static Mono<ServerResponse> respondWith(ServerRequest request, Flux<ServerSentEvent<String>> events) {
        Flux<ServerSentEvent<String>> heartbeats = Flux.interval(Duration.ZERO, HEARTBEAT)
                .map(tick -> ServerSentEvent.<String>builder().comment("alive").build()).onBackpressureDrop();
        return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(BodyInserters.fromServerSentEvents(
                Flux.merge(heartbeats, events).takeUntilOther(AccessFilter.ends(request))));
    }

}
