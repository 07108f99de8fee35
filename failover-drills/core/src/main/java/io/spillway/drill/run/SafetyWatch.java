package io.spillway.drill.run;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.spillway.drill.fleet.Component;
import io.spillway.drill.fleet.Fleet;
import io.spillway.drill.fleet.Pause;
import io.spillway.drill.fleet.Selector;
import io.spillway.drill.plan.DrillPlan;
import io.spillway.drill.plan.Step;
import io.spillway.drill.verdict.SafetyRecord.ClockSkew;
import io.spillway.drill.verdict.SafetyRecord.Configuration;
import io.spillway.model.resource.SwitchOverState;
import org.jspecify.annotations.Nullable;

/**
 * Looks after what a drill must not do: go on while an operator moves traffic, run where clocks are wrong, leave the
 * configuration changed. The thread that plays the drill begins and ends it; another one may look in between.
 */
final class SafetyWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final double MOST_SKEW_MS = 2000;
    private static final long RETURN_MS = 15_000;
    private static final long LOOK_MILLIS = 500;

    private final DrillPlan plan;
    private final Fleet fleet;
    private final Map<String, ControlApi> controls;
    private final RunClock clock;
    private final List<ClockSkew> clocks = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private @Nullable ConfigDigest before;
    private @Nullable ConfigDigest after;
    private volatile double beganMs;
    private volatile boolean watching;

    SafetyWatch(DrillPlan plan, Fleet fleet, Map<String, ControlApi> controls, RunClock clock) {
        this.plan = plan;
        this.fleet = fleet;
        this.controls = controls;
        this.clock = clock;
    }

    /** Takes down how things are; throws when the drill must not begin. */
    void begin() throws AbortedException, InterruptedException {
        checkClocks();
        try {
            for (ControlApi control : controls.values()) {
                known.addAll(movers(control, true));
            }
            // Workloads that change all the time are what such a drill is about.
            if (plan.steps().stream().noneMatch(Step.Churn.class::isInstance)) {
                before = ConfigDigest.of(controls);
            }
        } catch (IOException e) {
            throw new AbortedException("the configuration before the drill cannot be read: " + e);
        }
        beganMs = clock.nowMs();
        watching = true;
    }

    /** Returns whether the drill has begun and not ended. */
    boolean watching() {
        return watching;
    }

    /** Returns when the drill began, milliseconds of the recording. */
    double beganMs() {
        return beganMs;
    }

    List<ClockSkew> clocks() {
        return List.copyOf(clocks);
    }

    /** Pulls the brake when somebody else moves traffic. A control plane that does not answer says nothing. */
    void look(Brake brake) throws InterruptedException {
        if (!watching) {
            return;
        }
        for (Map.Entry<String, ControlApi> idc : controls.entrySet()) {
            try {
                for (String mover : movers(idc.getValue(), false)) {
                    if (!known.contains(mover)) {
                        brake.pull("pre-empted: switch-over " + mover + " of " + idc.getKey()
                                + " is not of a drill and goes first");
                    }
                }
            } catch (IOException | AbortedException _) {
                // It may be dead on purpose.
            }
        }
    }

    /** Returns what is otherwise than before; waits a while for what is on its way back. */
    List<String> end(Pause pause) {
        watching = false;
        ConfigDigest first = before;
        if (first == null) {
            return List.of();
        }
        double untilMs = clock.nowMs() + RETURN_MS;
        List<String> differences = differences(first);
        try {
            while (!differences.isEmpty() && clock.nowMs() < untilMs) {
                pause.millis(LOOK_MILLIS);
                differences = differences(first);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return differences;
    }

    /** Returns the configurations of the IDCs before and after; none when they were not compared. */
    List<Configuration> configurations() {
        ConfigDigest first = before;
        ConfigDigest last = after;
        return first == null
                ? List.of()
                : controls.keySet().stream()
                        .map(idc -> new Configuration(idc, first.of(idc), last == null ? "" : last.of(idc))).toList();
    }

    private List<String> differences(ConfigDigest first) {
        after = null;
        try {
            ConfigDigest now = ConfigDigest.of(controls);
            after = now;
            return first.differences(now);
        } catch (IOException | AbortedException e) {
            return List.of("the configuration after the drill cannot be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("the configuration after the drill was not read");
        }
    }

    /** Returns the switch-overs that are not of a drill: all of them, or those by which traffic is moved. */
    private static Set<String> movers(ControlApi control, boolean all)
            throws IOException, AbortedException, InterruptedException {
        Set<String> movers = new HashSet<>();
        if (control.get("switchovers").get("items") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map && map.get("metadata") instanceof Map<?, ?> metadata
                        && map.get("status") instanceof Map<?, ?> status && !"DRILL".equals(status.get("origin"))
                        && (all || moves(status))) {
                    movers.add(String.valueOf(metadata.get("name")));
                }
            }
        }
        return movers;
    }

    private static boolean moves(Map<?, ?> status) {
        SwitchOverState state = SwitchOverState.valueOf(String.valueOf(status.get("state")));
        return state.moving() || state.held();
    }

    private void checkClocks() throws AbortedException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            for (Component each : fleet.select(Selector.ALL)) {
                ClockSkew skew = ask(client, each);
                clocks.add(skew);
                if (skew.exceeds(MOST_SKEW_MS)) {
                    throw new AbortedException("the clock of " + each.plan().name() + " is " + skew.aheadMs()
                            + " ms ahead of the drill's (expected: within " + MOST_SKEW_MS + " ms)");
                }
            }
        }
    }

    private ClockSkew ask(HttpClient client, Component component) throws InterruptedException {
        double asked = clock.unixMillis();
        try {
            HttpResponse<Void> answer = client.send(
                    HttpRequest.newBuilder(component.plan().ready()).timeout(PATIENCE).build(),
                    BodyHandlers.discarding());
            Optional<String> date = answer.headers().firstValue("date");
            if (date.isPresent()) {
                double said = (double) ZonedDateTime.parse(date.get(), DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant().toEpochMilli();
                return ClockSkew.of(component.plan().name(), said, asked, clock.unixMillis());
            }
        } catch (IOException | DateTimeParseException e) {
            // It does not tell the time.
        }
        return new ClockSkew(component.plan().name(), null, 0);
    }
}
