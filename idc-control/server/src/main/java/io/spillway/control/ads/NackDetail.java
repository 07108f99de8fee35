package io.spillway.control.ads;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads the names out of the Nack of one of our gateways: {@code rejected: <name>: <why>; <name2>: <why2>}, which means
 * that all other resources of the response are in use. Other clients say it differently and apply nothing or everything;
 * for them the result is empty.
 */
final class NackDetail {

    private static final String PREFIX = "rejected: ";

    private NackDetail() {}

    /** Returns reasons by name; empty unless every name is one of the response. */
    static Map<String, String> rejected(String message, Set<String> names) {
        if (!message.startsWith(PREFIX)) {
            return Map.of();
        }
        Map<String, String> rejected = new LinkedHashMap<>();
        String last = null;
        for (String part : message.substring(PREFIX.length()).split("; ", -1)) {
            int colon = part.indexOf(": ");
            String name = colon < 0 ? "" : part.substring(0, colon);
            if (names.contains(name)) {
                rejected.put(name, part.substring(colon + 2));
                last = name;
            } else if (last != null) {
                rejected.merge(last, part, (one, other) -> one + "; " + other);
            } else {
                return Map.of();
            }
        }
        return rejected;
    }
}
