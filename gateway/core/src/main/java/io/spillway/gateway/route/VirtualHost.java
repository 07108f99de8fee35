package io.spillway.gateway.route;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * The routes of some hosts; the first listed rule that matches wins.
 *
 * @param name for people
 * @param domains {@code host}, {@code host:port}, {@code host:*} (any port), {@code *.suffix}, {@code *.suffix:*} or {@code *}
 * @param rules the rules in order
 */
public record VirtualHost(String name, List<String> domains, List<RouteRule> rules) {
    public VirtualHost {
        requireNonNull(name, "name");
        domains = List.copyOf(domains);
        rules = rules instanceof LateRules ? rules : List.copyOf(rules);
    }

    /** Returns the clusters that the rules name. */
    public Set<String> clusters() {
        return rules instanceof LateRules late ? late.clusters() : clusters(rules);
    }

    /** Returns whether a rule limits who may use it, and how much. */
    public boolean limited() {
        return rules instanceof LateRules late ? late.limited() : limited(rules);
    }

    static Set<String> clusters(List<RouteRule> rules) {
        Set<String> named = new HashSet<>();
        for (RouteRule rule : rules) {
            if (rule.route().action() instanceof RouteAction.Forward forward) {
                named.addAll(forward.named());
            }
        }
        return Set.copyOf(named);
    }

    static boolean limited(List<RouteRule> rules) {
        return rules.stream().anyMatch(rule -> rule.route().guard().limits());
    }
}
