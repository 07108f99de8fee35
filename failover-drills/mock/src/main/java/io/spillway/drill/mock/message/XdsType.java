package io.spillway.drill.mock.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.spillway.wire.xds.XdsNames;

/**
 * A type of resources.
 *
 * @param name short name as in scenarios and reports; the type URL itself for a type that has none
 * @param typeUrl as on the wire
 */
public record XdsType(String name, String typeUrl) {

    /** Clusters. */
    public static final XdsType CDS = new XdsType("CDS", XdsNames.TYPE_CLUSTER);
    /** Endpoints. */
    public static final XdsType EDS = new XdsType("EDS", XdsNames.TYPE_ENDPOINT);
    /** Listeners. */
    public static final XdsType LDS = new XdsType("LDS", XdsNames.TYPE_LISTENER);
    /** Routes. */
    public static final XdsType RDS = new XdsType("RDS", XdsNames.TYPE_ROUTE);

    /** Our own records begin with the number of their schema. */
    private static final String OURS = "type.googleapis.com/spillway.";

    private static final Map<String, XdsType> KNOWN = known();

    /** Returns the type with that short name or type URL; any other text is the URL of a type without short name. */
    public static XdsType of(String word) {
        return Objects.requireNonNullElseGet(KNOWN.get(word), () -> new XdsType(word, word));
    }

    /** Tells whether the word is a short name or has the form of a type URL. */
    public static boolean isWord(String word) {
        return KNOWN.containsKey(word) || word.indexOf('/') > 0;
    }

    /** Tells whether a state-of-the-world response must hold everything that is subscribed. */
    public boolean wholeWorld() {
        return equals(CDS) || equals(LDS);
    }

    /** Tells whether a request without names means everything. */
    public boolean wildcardByDefault() {
        return !equals(EDS) && !equals(RDS);
    }

    /** Tells whether the first field of a resource is its name, which the state-of-the-world protocol needs. */
    public boolean namesItself() {
        return !typeUrl.startsWith(OURS);
    }

    private static Map<String, XdsType> known() {
        Map<String, XdsType> known = new LinkedHashMap<>();
        for (XdsType type : new XdsType[]{CDS, EDS, LDS, RDS,
                new XdsType("SERVICE_ENTRY", XdsNames.TYPE_SERVICE_ENTRY),
                new XdsType("TRAFFIC_SHIFT", XdsNames.TYPE_TRAFFIC_SHIFT)}) {
            known.put(type.name(), type);
            known.put(type.typeUrl(), type);
        }
        return Map.copyOf(known);
    }
}
