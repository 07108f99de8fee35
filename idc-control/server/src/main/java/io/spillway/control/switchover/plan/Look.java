package io.spillway.control.switchover.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.SwitchCheck;

/** Collects what a look at one item shows: the worst of it decides, all of it is told. For use by one thread. */
final class Look {

    private final Item item;
    private final List<String> failed = new ArrayList<>();
    private final List<String> doubtful = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<String> fine = new ArrayList<>();
    private final Map<String, String> figures = new LinkedHashMap<>();

    Look(Item item) {
        this.item = item;
    }

    /** It must not be so. */
    Look fail(String what) {
        failed.add(what);
        return this;
    }

    /** It is worth knowing. */
    Look warn(String what) {
        doubtful.add(what);
        return this;
    }

    /** It was not looked at, because this mode does not need it. */
    Look skip(String what) {
        skipped.add(what);
        return this;
    }

    /** It is as it should be. */
    Look fine(String what) {
        fine.add(what);
        return this;
    }

    Look figure(String name, Object value) {
        figures.put(name, String.valueOf(value));
        return this;
    }

    Map<String, String> figures() {
        return figures;
    }

    SwitchCheck check() {
        List<String> all = new ArrayList<>(failed);
        all.addAll(doubtful);
        all.addAll(skipped);
        all.addAll(fine);
        String how = String.join("; ", all);
        if (!failed.isEmpty()) {
            return item.failed(how);
        }
        if (!doubtful.isEmpty()) {
            return item.warning(how);
        }
        return skipped.isEmpty() ? item.passed(how) : item.skipped(how);
    }
}
