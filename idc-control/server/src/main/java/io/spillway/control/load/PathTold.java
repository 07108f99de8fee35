package io.spillway.control.load;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.envoyproxy.envoy.config.core.v3.Node;
import io.spillway.wire.xds.XdsNames;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway tells of its ways to another IDC.
 *
 * @param usable whether one of the gateways there can be reached
 * @param lost whether it is known that none can; neither means that nobody has looked yet
 * @param since since when, by the gateway's clock
 */
record PathTold(boolean usable, boolean lost, Instant since) {

    /** An IDC has no more gateways than that. */
    private static final double MOST_WAYS = 1_000_000;

    /**
     * Reads what a report says, by IDC. What makes no sense, or is of an IDC that there is not, is left out. Pure.
     *
     * @return null when the report does not speak of ways
     */
    static @Nullable Map<String, PathTold> read(Node node, World world, Instant now) {
        Value said = node.getMetadata().getFieldsOrDefault(XdsNames.NODE_PATHS, Value.getDefaultInstance());
        if (!said.hasStructValue()) {
            return null;
        }
        Map<String, PathTold> paths = new HashMap<>();
        said.getStructValue().getFieldsMap().forEach((idc, value) -> {
            PathTold path = value.hasStructValue() && world.hasIdc(idc) ? path(value.getStructValue(), now) : null;
            if (path != null) {
                paths.put(idc, path);
            }
        });
        return paths;
    }

    private static @Nullable PathTold path(Struct said, Instant now) {
        double ways = number(said, XdsNames.PATH_WAYS);
        double usable = number(said, XdsNames.PATH_USABLE);
        double unknown = number(said, XdsNames.PATH_UNKNOWN);
        double since = number(said, XdsNames.PATH_SINCE);
        // Written so that what is no number is refused.
        if (!(ways <= MOST_WAYS && usable >= 0 && unknown >= 0 && usable + unknown <= ways)) {
            return null;
        }
        // A clock that is ahead, or a time that is none: it is so by now.
        boolean past = since > 0 && since <= now.toEpochMilli();
        return new PathTold(usable > 0, usable < 1 && unknown < 1,
                past ? Instant.ofEpochMilli((long) since) : now);
    }

    private static double number(Struct said, String key) {
        Value value = said.getFieldsOrDefault(key, Value.getDefaultInstance());
        return value.hasNumberValue() ? value.getNumberValue() : Double.NaN;
    }
}
