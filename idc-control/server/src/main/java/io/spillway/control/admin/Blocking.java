package io.spillway.control.admin;

import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Runs what waits for the registry on virtual threads, so that no event loop does. */
final class Blocking {

    private final Scheduler scheduler = Schedulers.fromExecutorService(Executors.newVirtualThreadPerTaskExecutor());

    <T> Mono<T> call(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(scheduler);
    }
}
