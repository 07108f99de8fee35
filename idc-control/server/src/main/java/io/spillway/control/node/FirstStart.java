package io.spillway.control.node;

import java.util.concurrent.CompletableFuture;

import io.spillway.control.service.ControlService;

/** What is written before a node is ready for the first time, so that no client ever sees the world without it. */
@FunctionalInterface
public interface FirstStart {

    /** Writes nothing. */
    FirstStart NOTHING = _ -> "";

    /** Writes through the service; blocks. Returns why it could not, or an empty string. */
    String write(ControlService service);

    /** Returns the same, but not before something else is over. */
    default FirstStart after(CompletableFuture<Void> preparation) {
        return service -> {
            preparation.join();
            return write(service);
        };
    }
}
