package io.spillway.control.snapshot;

import java.util.Map;
import java.util.TreeMap;

import io.spillway.control.state.Touched;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What could not be made of the newest state: it is served as it was before, or not at all when it is new, and is tried again
 * with every change. Nothing else waits for it. Immutable.
 *
 * @param reasons by what they are about, as {@code services/orders}, {@code hosts/orders.test}, {@code shifts/...},
 *                {@code switchovers/...}, {@code progress/<idc>/...}, {@code heads/<idc>/...} or {@code listeners/tcp}
 */
public record Unbuilt(Map<String, String> reasons) {

    static final Unbuilt NOTHING = new Unbuilt(Map.of());
    static final String SERVICES = "services/";
    static final String HOSTS = "hosts/";
    static final String SHIFTS = "shifts/";
    static final String SWITCH_OVERS = "switchovers/";
    static final String PROGRESS = "progress/";
    static final String HEADS = "heads/";
    static final String TCP = "listeners/tcp";

    private static final Logger LOG = LoggerFactory.getLogger(Unbuilt.class);

    /** Copies the reasons. */
    public Unbuilt {
        reasons = Map.copyOf(reasons);
    }

    /** Returns what is to be made: what was touched, and what is still to be made of earlier changes. */
    Touched and(Touched touched) {
        if (reasons.isEmpty()) {
            return touched;
        }
        Touched all = new Touched();
        all.addAll(touched);
        for (String part : reasons.keySet()) {
            String name = part.substring(part.indexOf('/') + 1);
            if (part.startsWith(SERVICES)) {
                all.services().add(name);
            } else if (part.startsWith(HOSTS)) {
                all.hosts().add(name);
            } else if (part.startsWith(SHIFTS)) {
                all.shifts().add(name);
            } else if (part.startsWith(SWITCH_OVERS)) {
                all.switchOvers().add(name);
            } else if (part.startsWith(PROGRESS)) {
                all.progress().add(name);
            } else if (part.startsWith(HEADS)) {
                all.heads().add(name);
            }
        }
        return all;
    }

    /** Returns the same without a part, which could be made. */
    Unbuilt without(String part) {
        if (!reasons.containsKey(part)) {
            return this;
        }
        LOG.info("{}: served as it was -> as it is", part);
        Map<String, String> rest = new TreeMap<>(reasons);
        rest.remove(part);
        return new Unbuilt(rest);
    }

    /** Returns the same with a part that could not be made. */
    Unbuilt with(String part, RuntimeException bug) {
        String reason = bug.toString();
        if (reason.equals(reasons.get(part))) {
            return this;
        }
        LOG.error("{} cannot be made anew, and is served as it was", part, bug);
        Map<String, String> more = new TreeMap<>(reasons);
        more.put(part, reason);
        return new Unbuilt(more);
    }
}
