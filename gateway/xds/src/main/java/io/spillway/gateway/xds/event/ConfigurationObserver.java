package io.spillway.gateway.xds.event;

/**
 * Learns what happens to the configuration. Called on the configuration's own threads, one event at a time per thread:
 * must return quickly and be safe for use by several threads.
 */
@FunctionalInterface
public interface ConfigurationObserver {

    /** Takes one event. */
    void on(ConfigurationEvent event);

    /** Returns an observer that tells this one first and then the other. */
    default ConfigurationObserver andThen(ConfigurationObserver next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }

    /** Returns an observer that writes state changes to the log. */
    static ConfigurationObserver logging() {
        return new LoggingObserver();
    }
}
