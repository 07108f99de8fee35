package io.spillway.gateway.explain;

import java.util.List;

import io.spillway.gateway.balance.EndpointStates;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.snapshot.ListenerRole;
import io.spillway.gateway.snapshot.RoutingSnapshot;

import static java.util.Objects.requireNonNull;

/**
 * Why a request goes where it goes. Where chance decides, all outcomes are listed with their shares.
 *
 * @param outcome what happens in one word: {@code forward}, {@code redirect}, {@code refuse}, or the reason of a refusal by
 *        the gateway ({@code bad_path}, {@code no_host}, {@code no_route}, {@code no_cluster}, {@code no_subset}, {@code no_endpoint})
 * @param steps the decisions in order
 * @param endpoints the addresses that the request may go to, in the order of groups and priorities; empty when there is none
 */
public record Explanation(String outcome, List<Step> steps, List<String> endpoints) {
    /**
     * One decision.
     *
     * @param name which: {@code listener}, {@code path}, {@code route}, {@code fault}, {@code mirror}, {@code rewrite},
     *        {@code headers}, {@code sticky}, {@code group}, {@code subset}, {@code priority}, {@code endpoint}
     * @param result what was decided
     * @param reason why
     */
    public record Step(String name, String result, String reason) {}

    public Explanation {
        requireNonNull(outcome, "outcome");
        steps = List.copyOf(steps);
        endpoints = List.copyOf(endpoints);
    }

    /** Returns the explanation of a request at a listener of that role. */
    public static Explanation of(RoutingSnapshot snapshot, ListenerRole role, RequestView request,
            EndpointStates states) {
        return new Explainer(snapshot, states).explain(role, request);
    }

    /** Returns the steps, one per line. */
    public String toText() {
        StringBuilder text = new StringBuilder();
        for (Step step : steps) {
            text.append("%-9s %s (%s)%n".formatted(step.name(), step.result(), step.reason()));
        }
        return text.append("=> ").append(outcome).toString();
    }
}
