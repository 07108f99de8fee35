package io.spillway.control.ads;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the names out of the Nack of one of our gateways: {@code rejected: <name>: <why>; <name2>: <why2>}, which means
 * that all other resources of the response are in use. Other clients say it differently and apply nothing or everything;
 * for them the result is empty.
 */
final class NackDetail {

    private static final String PREFIX = "rejected: ";
    private static final String BETWEEN = "; ";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    /** Characters of one reason that are kept and shown; what a client says has no end of its own. */
    private static final int LONGEST = 1_000;
    /** Characters that are looked at: a thousand resources may be refused at once. */
    private static final int READ = 1024 * 1024;

    private NackDetail() {}

    /** Returns the text on one line, cut where it is longer than anybody reads. */
    static String shown(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return CONTROL.matcher(cut).replaceAll("?");
    }

    /** Returns reasons by name; empty unless every name is one of the response. */
    static Map<String, String> rejected(String message, Set<String> names) {
        if (!message.startsWith(PREFIX)) {
            return Map.of();
        }
        Map<String, StringBuilder> rejected = new LinkedHashMap<>();
        StringBuilder last = null;
        String read = message.substring(PREFIX.length(), Math.min(message.length(), READ));
        for (String part : read.split(BETWEEN, -1)) {
            int colon = part.indexOf(": ");
            String name = colon < 0 ? "" : part.substring(0, colon);
            if (colon >= 0 && names.contains(name)) {
                last = rejected.computeIfAbsent(name, _ -> new StringBuilder());
                last.setLength(0);
                last.append(part, colon + 2, part.length());
            } else if (last == null) {
                return Map.of();
            } else if (last.length() <= LONGEST) {
                last.append(BETWEEN).append(part);
            }
        }
        Map<String, String> reasons = new LinkedHashMap<>();
        rejected.forEach((name, reason) -> reasons.put(name, shown(reason.toString())));
        return reasons;
    }
}
