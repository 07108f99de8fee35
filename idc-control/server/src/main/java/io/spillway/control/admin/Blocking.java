package io.spillway.control.admin;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Runs what waits for the registry on virtual threads, so that no event loop does. */
final class Blocking {

    private final Scheduler scheduler = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(scheduler);
    }

    /**
     * Answers on a virtual thread, never inside the call that brings the request. Reactor Netty (1.3.7) reads nothing more
     * from a connection when a request that had to queue behind another one is answered there: a fast client's next
     * request would wait for ever.
     */
    <T> Mono<T> answer(Supplier<Mono<T>> work) {
        return Mono.defer(work).subscribeOn(scheduler);
    }
}
