package io.spillway.sync.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.document.Durations;
import io.spillway.sync.ingest.Absences.Absence;
import org.jspecify.annotations.Nullable;

/**
 * Which entries that a source misses may go. Pure. A service that would be empty, and more than half of a service or of the
 * source, counted with what went within {@link #WINDOW}, so that slow shrinking is seen too, go only when a reading at least
 * {@code confirmAfter} after the first one still misses them, and then at most half of them within {@link #SHARE_WINDOW}; or at
 * once when an operator releases them.
 */
final class RemovalGuard {

    static final Duration WINDOW = Duration.ofMinutes(10);
    static final Duration SHARE_WINDOW = Duration.ofMinutes(1);

    private final Map<String, Figures> figures = new HashMap<>();
    private final Duration confirmAfter;

    private RemovalGuard(Duration confirmAfter) {
        this.confirmAfter = confirmAfter;
    }

    /**
     * An entry that is registered and does not leave.
     *
     * @param absence since when the source misses it; null when it has it
     */
    record Member(String name, String service, @Nullable Absence absence) {}

    /** An entry that was sent away. */
    record Departure(String name, String service, long nanos) {}

    /**
     * What may go, and what may not yet.
     *
     * @param held why, by name
     */
    record Verdict(List<String> remove, Map<String, String> held) {}

    private static final class Figures {

        private int stay;
        private int missed;
        private int departed;
        private int departedLately;

        int before() {
            return stay + missed + departed;
        }

        int gone() {
            return missed + departed;
        }

        boolean many() {
            return gone() == before() || gone() * 2 > before();
        }

        boolean spent() {
            return departedLately >= Math.max(1, before() / 2);
        }

        String shown() {
            return gone() + " of " + before();
        }
    }

    /** Returns what may go at {@code now}, ticker's time; what is {@code permitted} is not held. */
    static Verdict judge(Collection<Member> members, Collection<Departure> departures, long now,
            Duration confirmAfter, Set<String> permitted) {
        RemovalGuard guard = new RemovalGuard(confirmAfter);
        guard.count(members, departures, now);
        List<Member> missed = members.stream().filter(member -> member.absence() != null)
                .sorted(Comparator.comparingLong(RemovalGuard::since).thenComparing(Member::name)).toList();
        List<String> remove = new ArrayList<>();
        Map<String, String> held = new LinkedHashMap<>();
        for (Member member : missed) {
            String reason = permitted.contains(member.name()) ? null : guard.hold(member);
            if (reason == null) {
                remove.add(member.name());
                guard.of("").departedLately++;
                guard.of(service(member.service())).departedLately++;
            } else {
                held.put(member.name(), reason);
            }
        }
        return new Verdict(remove, held);
    }

    /** Returns whether a departure still counts. */
    static boolean recent(Departure departure, long now) {
        return now - departure.nanos() < WINDOW.toNanos();
    }

    private void count(Collection<Member> members, Collection<Departure> departures, long now) {
        for (Member member : members) {
            for (Figures each : List.of(of(""), of(service(member.service())))) {
                if (member.absence() == null) {
                    each.stay++;
                } else {
                    each.missed++;
                }
            }
        }
        for (Departure departure : departures.stream().filter(gone -> recent(gone, now)).toList()) {
            for (Figures each : List.of(of(""), of(service(departure.service())))) {
                each.departed++;
                each.departedLately += now - departure.nanos() < SHARE_WINDOW.toNanos() ? 1 : 0;
            }
        }
    }

    private @Nullable String hold(Member member) {
        Figures service = of(service(member.service()));
        Figures source = of("");
        String guard = guard(member.service(), service, source);
        if (guard == null) {
            return null;
        }
        Absence absence = member.absence();
        if (absence == null || absence.lastNanos() - absence.sinceNanos() < confirmAfter.toNanos()) {
            return guard + "; waits for a reading that still misses them after " + Durations.format(confirmAfter);
        }
        boolean spent = (service.many() && service.spent()) || (source.many() && source.spent());
        return spent ? guard + "; confirmed, at most half of them a minute" : null;
    }

    private static @Nullable String guard(String name, Figures service, Figures source) {
        if (service.gone() == service.before()) {
            return "empties_service: " + name + " loses " + service.shown();
        }
        if (service.many()) {
            return "removes_majority_of_endpoints: " + name + " loses " + service.shown();
        }
        return source.many() ? "removes_majority_of_source: it loses " + source.shown() : null;
    }

    /** A service has a name, so the source itself needs none. */
    private Figures of(String scope) {
        return figures.computeIfAbsent(scope, _ -> new Figures());
    }

    private static String service(String name) {
        return "service " + name;
    }

    private static long since(Member member) {
        Absence absence = member.absence();
        return absence == null ? Long.MAX_VALUE : absence.sinceNanos();
    }
}
