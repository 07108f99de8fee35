package io.spillway.gateway.route;

import java.util.List;

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
        rules = List.copyOf(rules);
    }
}
