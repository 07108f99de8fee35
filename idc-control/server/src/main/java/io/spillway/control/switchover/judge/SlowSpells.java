package io.spillway.control.switchover.judge;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when requests have been slow without a break, by the looks of one node at switch-overs. A collector's pause is no slow
 * IDC: what is slow and nothing else is waited for. In memory only; a node that takes over begins anew. For any thread.
 */
public final class SlowSpells {

    private final Map<String, Spell> spells = new ConcurrentHashMap<>();

    private record Spell(Instant first, Instant last) {}

    /**
     * Takes one look, and returns whether to look again because what is wrong may pass: requests are slow and nothing else is
     * wrong, and they have not been so for {@code settle} since the first of these looks, nor since {@code moved}.
     *
     * @param moved when the switch-over made its last transition: the first requests after it are slow
     */
    public boolean mayPass(String id, GateJudgement judged, Instant moved, Instant now, Duration settle) {
        if (!judged.slowOnly()) {
            spells.remove(id);
            return false;
        }
        // Who has not looked for so long knows nothing of the time between.
        Spell spell = spells.merge(id, new Spell(now, now),
                (old, fresh) -> old.last.plus(settle).isBefore(now) ? fresh : new Spell(old.first, now));
        if (now.isBefore((spell.first.isAfter(moved) ? spell.first : moved).plus(settle))) {
            return true;
        }
        spells.remove(id);
        return false;
    }
}
