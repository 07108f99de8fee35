package io.spillway.ctl.verb;

import java.util.LinkedHashMap;
import java.util.Map;

import io.spillway.ctl.client.JsonView;
import io.spillway.ctl.client.ServerAddress;

/**
 * What one control node answered to an inspection.
 *
 * @param aheadMillis by how much its clock is ahead of this machine's; negative: behind
 * @param eitherWayMillis how wrong that may be: half of the time that the answer took
 */
record NodeCheck(ServerAddress address, JsonView report, long aheadMillis, long eitherWayMillis) {

    /** Creates the check of an answer that was on its way between two times of this machine. */
    static NodeCheck of(ServerAddress address, JsonView report, long sentMillis, long tookMillis) {
        long half = (tookMillis + 1) / 2;
        return new NodeCheck(address, report, report.number("unixMillis", sentMillis) - sentMillis - half, half);
    }

    String idc() {
        return report.text("idc");
    }

    String node() {
        return report.text("node");
    }

    long revision() {
        return report.number("revision", 0);
    }

    /** Returns the digests of what it serves, by type. */
    Map<String, String> catalog() {
        Map<String, String> digests = new LinkedHashMap<>();
        report.list("catalog").forEach(type -> digests.put(type.text("type"),
                type.text("digest") + " (" + type.text("resources") + " resources)"));
        return digests;
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("address", address.toString());
        fields.put("idc", idc());
        fields.put("node", node());
        fields.put("revision", revision());
        fields.put("clockAheadMillis", aheadMillis);
        fields.put("clockEitherWayMillis", eitherWayMillis);
        return fields;
    }
}
