package io.spillway.control.load;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Whose figures are wanted.
 *
 * @param scopes sets of Services by {@link #key}
 * @param hurry whether traffic moves now, so that figures are wanted often
 * @param looking whether somebody looks at all Services at this node, so that the others shall tell of them
 */
public record Watched(Map<String, Set<String>> scopes, boolean hurry, boolean looking) {

    /** Nobody's. */
    public static final Watched NOTHING = new Watched(Map.of(), false);

    /** Nobody looks. */
    public Watched(Map<String, Set<String>> scopes, boolean hurry) {
        this(scopes, hurry, false);
    }

    /** Copies the map. */
    public Watched {
        scopes = Map.copyOf(scopes);
    }

    /** Returns by what all control nodes of an IDC know that they speak of the same Services. */
    public static String key(Set<String> services) {
        return UUID.nameUUIDFromBytes(String.join(",", new TreeSet<>(services)).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
