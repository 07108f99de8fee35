package io.spillway.control.switchover.sim;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.SwitchWrite;
import org.jspecify.annotations.Nullable;

/** Carries what one IDC's registry has to another's, in order, while it is not cut; after a cut it begins with all there is. */
final class Link implements Actor {

    private final SimRegistry from;
    private final SimRegistry to;
    private final Queue<Map.Entry<String, Object>> underWay = new ArrayDeque<>();
    private int read;
    private boolean cut;

    Link(SimRegistry from, SimRegistry to) {
        this.from = from;
        this.to = to;
    }

    /** Whatever is under way is lost. */
    void cut() {
        cut = true;
        underWay.clear();
    }

    /** Everything is said again. */
    void mend() {
        cut = false;
        underWay.clear();
        read = 0;
    }

    @Override
    public boolean done() {
        return read == from.log().size() && underWay.isEmpty();
    }

    @Override
    public void move(long now) {
        if (cut) {
            return;
        }
        if (underWay.isEmpty()) {
            while (read < from.log().size()) {
                from.log().get(read++).puts().forEach((key, value) -> {
                    if (value != null && (key.startsWith("switchovers/") || key.startsWith("shifts/"))) {
                        underWay.add(Map.entry(key, value));
                    }
                });
            }
        }
        Map.Entry<String, Object> next = underWay.poll();
        if (next != null) {
            take(next.getKey(), next.getValue(), now);
        }
    }

    private void take(String key, Object value, long now) {
        switch (value) {
            case TrafficShiftSpec shift -> takeShift(key, shift, now);
            case SwitchOverSpec told -> takeRecord(key.substring("switchovers/".length()), told, now);
            default -> throw new AssertionError(value);
        }
    }

    private void takeShift(String key, TrafficShiftSpec told, long now) {
        SimRegistry.Entry entry = to.get(key);
        Generation here = entry == null ? null : ((TrafficShiftSpec) entry.value()).generation();
        Generation there = told.generation();
        if (there != null && (here == null || there.compareTo(here) > 0)) {
            boolean _ = to.commit(Map.of(key, to.revisionOf(key)), Map.of(key, told), now, "link");
        }
    }

    private void takeRecord(String id, SwitchOverSpec told, long now) {
        Map<String, String> holders = new HashMap<>();
        Map<String, Long> revisions = new LinkedHashMap<>();
        revisions.put(Registered.record(id), to.revisionOf(Registered.record(id)));
        if (told.status() != null && told.status().plan() != null) {
            told.status().plan().locks().forEach(lock -> {
                revisions.put(Registered.lock(lock), to.revisionOf(Registered.lock(lock)));
                if (to.get(Registered.lock(lock)) instanceof SimRegistry.Entry(Object holder, long _)) {
                    holders.put(lock, (String) holder);
                }
            });
        }
        SimRegistry.Entry entry = to.get(Registered.record(id));
        SwitchOverSpec here = entry == null ? told : (SwitchOverSpec) entry.value();
        SwitchWrite write = SwitchWrite.imported(new SwitchWrite.Standing(id, here, Map.of(), holders), entry != null,
                told);
        if (write != null) {
            Map<String, @Nullable Object> puts = Registered.puts(id, write);
            boolean _ = to.commit(revisions, puts, now, "link");
        }
    }
}
