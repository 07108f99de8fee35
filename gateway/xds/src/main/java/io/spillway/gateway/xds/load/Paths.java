package io.spillway.gateway.xds.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.spillway.wire.xds.XdsNames;

/**
 * Since when there is a way to each other IDC, or none, as far as somebody looked. Used by the reporter's thread.
 */
final class Paths {
    private record Stood(boolean usable, boolean lost, long since) {
        boolean is(PathState now) {
            return usable == (now.usable() > 0) && lost == now.lost();
        }
    }

    private final Map<String, Stood> before = new HashMap<>();

    /** Returns what a report says of them; {@code millis} is the time of day. */
    Value next(List<PathState> now, long millis) {
        Struct.Builder all = Struct.newBuilder();
        for (PathState path : now) {
            Stood stood = before.get(path.idc());
            if (stood == null || !stood.is(path)) {
                stood = new Stood(path.usable() > 0, path.lost(), millis);
                before.put(path.idc(), stood);
            }
            all.putFields(path.idc(), Value.newBuilder().setStructValue(Struct.newBuilder()
                    .putFields(XdsNames.PATH_WAYS, number(path.ways()))
                    .putFields(XdsNames.PATH_USABLE, number(path.usable()))
                    .putFields(XdsNames.PATH_UNKNOWN, number(path.unknown()))
                    .putFields(XdsNames.PATH_SINCE, number((double) stood.since()))).build());
        }
        before.keySet().retainAll(all.getFieldsMap().keySet());
        return Value.newBuilder().setStructValue(all).build();
    }

    private static Value number(double figure) {
        return Value.newBuilder().setNumberValue(figure).build();
    }
}
