package io.spillway.control.state;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.spillway.model.resource.Kind;

/**
 * Decides whether a registry is believed that has far less than before. What an operator deletes goes one by one; what
 * disappears at once was wiped, or restored from an old copy, and what is served must not go with it. A record that is older
 * than the one that was seen under its key is certain proof: in one registry the revision of a key only grows. Pure.
 */
final class RemovalGuard {

    /** So few of a kind may go at once, even if it is most of them. */
    static final int FEW = 2;

    private RemovalGuard() {}

    /** What to do with what is gone. */
    sealed interface Verdict {

        /** It is gone. */
        record Believe() implements Verdict {}

        /** It stays in use until an operator says otherwise or it is back; {@code detail} says what was seen. */
        record HoldBack(Reason reason, String detail) implements Verdict {}
    }

    /** Why something is held back. */
    enum Reason {
        /** Nothing is left. */
        EMPTIED("emptied"),
        /** More than half of a kind is gone at once. */
        SHRUNKEN("shrunken"),
        /** Records are older than they were. */
        REWOUND("rewound");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** Returns the name that people see. */
        String word() {
            return word;
        }
    }

    /** A key whose record is older than the one seen before. */
    record Rewound(String key, long seen, long now) {}

    /**
     * Judges one step.
     *
     * @param held    how many of each kind are in use, at least those that are gone
     * @param gone    how many of each kind this step takes away
     * @param rewound keys whose records went back
     */
    static Verdict judge(Map<Kind, Integer> held, Map<Kind, Integer> gone, List<Rewound> rewound) {
        if (!rewound.isEmpty()) {
            Rewound first = rewound.getFirst();
            return new Verdict.HoldBack(Reason.REWOUND, rewound.size() + " records are older than before, as "
                    + first.key() + " of revision " + first.now() + " (expected: " + first.seen() + " or later)");
        }
        int all = sum(held);
        int lost = sum(gone);
        if (lost == all && lost > FEW) {
            return new Verdict.HoldBack(Reason.EMPTIED, "all " + all + " resources are gone at once");
        }
        List<String> most = new ArrayList<>();
        new EnumMap<>(gone.isEmpty() ? Map.of(Kind.IDC, 0) : gone).forEach((kind, count) -> {
            int before = held.getOrDefault(kind, 0);
            if (count > FEW && 2L * count > before) {
                most.add(count + " of " + before + " " + kind.plural());
            }
        });
        return most.isEmpty()
                ? new Verdict.Believe()
                : new Verdict.HoldBack(Reason.SHRUNKEN, String.join(", ", most) + " are gone at once");
    }

    private static int sum(Map<Kind, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
