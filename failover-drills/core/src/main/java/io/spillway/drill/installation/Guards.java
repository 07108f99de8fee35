package io.spillway.drill.installation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

import io.spillway.drill.plan.AbortGuard;
import org.jspecify.annotations.Nullable;

/** Says when users of the installation suffer more than was agreed, by what its gateways report. Owned by one thread. */
final class Guards {

    private final List<AbortGuard> guards;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final long longestNanos;

    Guards(List<AbortGuard> guards) {
        this.guards = List.copyOf(guards);
        this.longestNanos = guards.stream().mapToLong(guard -> guard.window().toNanos()).max().orElse(0);
    }

    /** What the gateways have reported at a time: requests a second, and those of them that failed. */
    record Sample(long nanos, double requests, double errors) {}

    /** Takes a sample; returns why the run is to end, null when it is not. */
    @Nullable
    String take(Sample sample) {
        samples.addLast(sample);
        while (samples.getFirst().nanos() - (sample.nanos() - longestNanos) < 0) {
            samples.removeFirst();
        }
        for (AbortGuard guard : guards) {
            String broken = broken(guard, sample.nanos());
            if (broken != null) {
                return broken;
            }
        }
        return null;
    }

    private @Nullable String broken(AbortGuard guard, long now) {
        double requests = 0;
        double errors = 0;
        for (Sample each : samples) {
            if (now - each.nanos() <= guard.window().toNanos()) {
                requests += each.requests();
                errors += each.errors();
            }
        }
        double percent = requests == 0 ? 100 : 100 * (1 - errors / requests);
        return percent >= guard.percent()
                ? null
                : String.format(Locale.ROOT,
                        "abort guard: %.2f %% of the requests of the last %d s succeeded, as the gateways report"
                                + " (expected at least %s %%)",
                        percent, guard.window().toSeconds(), guard.percent());
    }
}
