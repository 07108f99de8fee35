package io.spillway.control.service;

import java.util.List;

import org.jspecify.annotations.Nullable;

/** What a gateway would do with a request. */
public sealed interface ExplainResult {

    /**
     * The decision, step by step.
     *
     * @param steps    in order; the last one, {@code outcome}, is {@code forward}, {@code redirect}, {@code refuse}, or the
     *                 reason of a refusal by the gateway
     * @param endpoint {@code host:port} that would be tried first; null when the request is refused
     */
    record Explained(List<Step> steps, @Nullable String endpoint) implements ExplainResult {

        public Explained {
            steps = List.copyOf(steps);
        }
    }

    /** One decision and why. */
    record Step(String step, String decision, String reason) {}

    /** The question cannot be answered here; says what was expected. HTTP 400. */
    record NotExplained(String reason) implements ExplainResult {}
}
