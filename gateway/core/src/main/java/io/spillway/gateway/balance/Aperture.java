package io.spillway.gateway.balance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.gateway.snapshot.Endpoint;
import io.spillway.gateway.snapshot.Health;
import io.spillway.gateway.snapshot.LocalityEndpoints;
import io.spillway.gateway.snapshot.PriorityLevel;

/**
 * Which of many endpoints this gateway uses, so that a hundred gateways and a thousand endpoints do not make a hundred
 * thousand connections. Endpoints lie on a circle at the hash of their address; a gateway lies at the van der Corput number
 * of its ordinal, so that gateways spread evenly whatever their count (Netflix's Ringsteady; Finagle's deterministic
 * aperture), and takes the next ones clockwise until it has enough that can be used. Those that cannot be used on the way
 * stay members, so that the priority's health is still seen. When an endpoint comes or goes only its neighbours change.
 *
 * <p>Endpoints get unequal numbers of gateways (the arcs are random): with 20 endpoints each the spread is about a fifth.
 */
final class Aperture {
    private Aperture() {}

    /** Returns where a gateway of that name lies, 0..1: by the number at the end of the name, or by its hash. */
    static double position(String node) {
        int digits = node.length();
        while (digits > 0 && Character.isDigit(node.charAt(digits - 1)) && node.length() - digits < 9) {
            digits--;
        }
        return digits == node.length()
                ? fraction(XxHash.of(node))
                : vanDerCorput(Integer.parseInt(node.substring(digits)));
    }

    /** Returns the number's bits mirrored at the binary point: 0, 1/2, 1/4, 3/4, 1/8, ... */
    static double vanDerCorput(int number) {
        return (Integer.reverse(number) >>> 1) / (double) (1L << 31);
    }

    private static double fraction(long hash) {
        return (hash >>> 11) / (double) (1L << 53);
    }

    /** Returns the level with the members of this gateway; the same object when it needs all of them. */
    static PriorityLevel narrow(PriorityLevel level, double position, int limit) {
        List<Endpoint> circle = new ArrayList<>();
        level.localities().forEach(locality -> circle.addAll(locality.endpoints()));
        if (circle.size() <= limit) {
            return level;
        }
        circle.sort(Comparator.comparingDouble(one -> clockwise(position, one)));
        Set<Endpoint> mine = new HashSet<>();
        int usable = 0;
        for (int i = 0; i < circle.size() && usable < limit; i++) {
            Endpoint endpoint = circle.get(i);
            mine.add(endpoint);
            usable += endpoint.health() == Health.HEALTHY ? 1 : 0;
        }
        List<LocalityEndpoints> localities = new ArrayList<>();
        for (LocalityEndpoints locality : level.localities()) {
            localities.add(locality.withEndpoints(locality.endpoints().stream().filter(mine::contains).toList()));
        }
        return new PriorityLevel(level.priority(), localities);
    }

    private static double clockwise(double position, Endpoint endpoint) {
        double distance = fraction(XxHash.of(endpoint.address())) - position;
        return distance < 0 ? distance + 1 : distance;
    }
}
