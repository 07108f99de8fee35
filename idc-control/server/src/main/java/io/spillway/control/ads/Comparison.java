package io.spillway.control.ads;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.spillway.control.service.StatusReport.DifferenceView;
import io.spillway.control.service.StatusReport.Discrepancy;
import io.spillway.control.service.StatusReport.IntendedView;
import io.spillway.control.snapshot.Versioned;
import org.jspecify.annotations.Nullable;

/**
 * What a client should have of one type, against what it has Acked. Found from the catalog and not from what is noted as
 * waiting to be sent: so it also finds what a fault of ours forgot to send.
 *
 * @param digest of what it should have
 * @param resources how many it should have
 * @param differences by name
 */
record Comparison(long digest, int resources, List<DifferenceView> differences) {

    private static final int MOST_NAMED = 5;

    static Comparison of(Collection<Versioned> world, Holdings held) {
        long digest = 0;
        int common = 0;
        List<DifferenceView> differences = new ArrayList<>();
        for (Versioned wanted : world) {
            digest ^= wanted.digest();
            common += held.has(wanted.name()) ? 1 : 0;
            if (!held.matches(wanted.name(), wanted)) {
                differences.add(difference(wanted, held));
            }
        }
        if (held.size() > common) {
            Set<String> names = new HashSet<>();
            world.forEach(wanted -> names.add(wanted.name()));
            held.names().stream().filter(name -> !names.contains(name)).forEach(
                    name -> differences.add(new DifferenceView(name, Discrepancy.EXTRA, "has " + held.version(name))));
        }
        differences.sort(Comparator.comparing(DifferenceView::name));
        return new Comparison(digest, world.size(), differences);
    }

    private static DifferenceView difference(Versioned wanted, Holdings held) {
        String refusal = held.refusal(wanted);
        if (refusal != null) {
            return new DifferenceView(wanted.name(), Discrepancy.PARKED, refusal);
        }
        @Nullable
        String has = held.version(wanted.name());
        return has == null
                ? new DifferenceView(wanted.name(), Discrepancy.MISSING, "should have " + wanted.version())
                : new DifferenceView(wanted.name(), Discrepancy.OTHER_VERSION,
                        "has " + has + ", should have " + wanted.version());
    }

    /** Returns it with the first few differences by name. */
    IntendedView view() {
        return new IntendedView(resources, Holdings.text(digest), differences.size(),
                differences.stream().limit(MOST_NAMED).toList());
    }
}
