package io.spillway.control.imports;

import java.time.Duration;
import java.time.Instant;

import io.spillway.model.resource.GroupCapacity;
import io.spillway.model.resource.ServiceEntrySpec;
import io.spillway.wire.record.HeldRecord;
import io.spillway.wire.record.TraceRecord.Flaps;
import org.jspecify.annotations.Nullable;

/**
 * A service or a group that comes and goes is kept as it is for a while. Pure.
 *
 * <p>Flaps are damped by the figure of merit of RFC 2439, section 4.4: each time that the origin says that the service, or a
 * group of it, is gone adds 1; the figure halves every ten minutes and is never above 4. From 2.5 on what is in use is kept; it is
 * free again at 1 or below. So the third time within about five minutes holds it, and after the last time it is held for at
 * most two half-lives, which is twenty minutes. That instances become fewer, as while a service is rolled out, is no flap.
 */
final class Damping {

    static final Duration HALF_LIFE = Duration.ofMinutes(10);

    private static final int THOUSAND = 1_000;
    private static final double HOLD_FROM = 2.5;
    private static final double FREE_FROM = 1;
    private static final double MOST = 4;
    /** Less than this is forgotten: it takes as many falls to be held as without it. */
    private static final double NOTHING = 0.1;

    private Damping() {}

    /** Returns the flaps of a service after its origin said this of it; {@code said}: null when it has no such service. */
    static @Nullable Flaps of(Standing standing, String service, @Nullable ServiceEntrySpec said) {
        return after(standing.trace(service).flaps(), isGone(lastSaid(standing, service), said), standing.now());
    }

    /** Returns the flaps after one more report; {@code gone}: in which something is gone that was there in the last one. */
    static @Nullable Flaps after(@Nullable Flaps before, boolean gone, Instant now) {
        double merit = before == null ? 0 : decayed(before, now);
        boolean held = before != null && before.held();
        if (gone) {
            merit = Math.min(MOST, merit + 1);
            return flaps(merit, now, held || merit >= HOLD_FROM);
        }
        if (before == null || (held && merit > FREE_FROM)) {
            return before;
        }
        return held ? flaps(merit, now, false) : merit < NOTHING ? null : before;
    }

    /** Returns when the service is free again if nothing is gone until then. */
    static Instant freeAt(Flaps flaps) {
        double halfLives = Math.log(flaps.thousandths() / (FREE_FROM * THOUSAND)) / Math.log(2);
        long millis = Math.max(0, Math.round(halfLives * HALF_LIFE.toMillis()));
        return Instant.ofEpochSecond(flaps.at().plusMillis(millis).getEpochSecond() + 1);
    }

    private static Flaps flaps(double merit, Instant now, boolean held) {
        return new Flaps((int) Math.round(merit * THOUSAND), Instant.ofEpochMilli(now.toEpochMilli()), held);
    }

    private static double decayed(Flaps flaps, Instant now) {
        double passed = Math.max(0, now.toEpochMilli() - flaps.at().toEpochMilli());
        return flaps.thousandths() / (double) THOUSAND * Math.pow(2, -passed / HALF_LIFE.toMillis());
    }

    private static @Nullable ServiceEntrySpec lastSaid(Standing standing, String service) {
        HeldRecord hold = standing.held().get(service);
        HeldRecord list = standing.held().get("");
        if (list != null && list.removed().contains(service)) {
            return null;
        }
        return hold != null ? hold.said() : standing.imports().get(service);
    }

    private static boolean isGone(@Nullable ServiceEntrySpec before, @Nullable ServiceEntrySpec after) {
        return before != null && (after == null
                || before.groups().stream().anyMatch(group -> group.declared() > 0 && declared(after, group) == 0));
    }

    private static int declared(ServiceEntrySpec entry, GroupCapacity like) {
        return entry.groups().stream().filter(group -> group.group().equals(like.group()))
                .mapToInt(GroupCapacity::declared).sum();
    }
}
