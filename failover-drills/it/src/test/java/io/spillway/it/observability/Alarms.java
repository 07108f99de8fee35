package io.spillway.it.observability;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.it.docs.Checkout;
import io.spillway.it.observability.AlertFiles.Rule;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets disasters happen at one time and sees what is said of them: each alarm within a minute, in the words of its rule, with
 * a runbook that is there; nobody is called for anything else; and all of it is taken back when they have passed. Alerts that
 * go to nobody, or that another one holds back in Alertmanager, are looked for in Prometheus.
 */
final class Alarms {

    /** From the disaster to the webhook. */
    static final Duration SOON = Duration.ofSeconds(60);

    private static final Duration OVER = Duration.ofSeconds(90);
    private static final Duration CALM = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Watch watch;
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Set<String> seen = new TreeSet<>();

    Alarms(Watch watch) throws IOException {
        this.watch = watch;
        AlertFiles.alerts().forEach(rule -> rules.put(rule.name(), rule));
    }

    /** Returns the names of all alerts that have come and gone as they should. */
    Set<String> seen() {
        return seen;
    }

    /** Waits until nobody is called for a while: processes that have just started are slow, and a budget remembers that. */
    void awaitCalm() {
        Awaitility.await("nobody is called").during(CALM).atMost(OVER).pollInterval(POLL)
                .untilAsserted(() -> assertThat(watch.alerts("firing")).noneMatch(
                        one -> "page".equals(one.get("severity"))
                                && !isOfTheMachine(one.getOrDefault("alertname", ""))));
    }

    /** Returns who was called from then on. */
    List<Told> pages(long since) {
        return watch.webhook().since(since).stream()
                .filter(told -> told.firing() && told.isPage() && !isOfTheMachine(told.name())).toList();
    }

    /** How soon answers come is a matter of how busy the machine is: that is measured elsewhere. */
    private static boolean isOfTheMachine(String alert) {
        return alert.startsWith("SpillwayLatencyBurn");
    }

    /** Lets these happen and pass, once nobody is called; none may have a hand in another. */
    void prove(List<Disaster> together) throws Exception {
        awaitCalm();
        List<Throwable> left = new ArrayList<>();
        long start = System.nanoTime();
        Map<Disaster, Long> began = new LinkedHashMap<>();
        try {
            for (Disaster disaster : together) {
                began.put(disaster, System.nanoTime());
                disaster.happens().run();
            }
            for (Disaster disaster : together) {
                for (Alarm alarm : disaster.alarms()) {
                    awaitSaid(disaster, alarm, began.getOrDefault(disaster, start));
                }
            }
        } finally {
            left.addAll(letPass(began.keySet()));
        }
        assertThat(left).as("what does not pass").isEmpty();
        for (Disaster disaster : together) {
            for (Alarm alarm : disaster.alarms()) {
                awaitOver(alarm, start);
                seen.add(alarm.name());
            }
        }
        assertThat(pages(start)).allMatch(told -> together.stream().anyMatch(one -> one.explains(told)),
                "belongs to one of " + together.stream().map(Disaster::name).toList());
    }

    /** All of them pass, also when one cannot be mended; returns why. */
    private static List<Throwable> letPass(Collection<Disaster> begun) {
        List<Throwable> failed = new ArrayList<>();
        for (Disaster disaster : begun) {
            try {
                disaster.passes().run();
            } catch (Exception | AssertionError e) {
                System.out.printf("%s does not pass: %s%n", disaster.name(), e);
                failed.add(e);
            }
        }
        return failed;
    }

    private void awaitSaid(Disaster disaster, Alarm alarm, long since) {
        Rule rule = rule(alarm);
        if (isToldToNobody(rule)) {
            Awaitility.await(disaster.name() + " is " + alarm).atMost(left(since)).pollInterval(POLL)
                    .until(() -> watch.alerts("firing").stream().anyMatch(alarm::isIn));
            System.out.printf("%s: %s in Prometheus%n", disaster.name(), alarm);
            return;
        }
        List<Told> told = new ArrayList<>();
        Awaitility.await(disaster.name() + " is told as " + alarm).atMost(left(since)).pollInterval(POLL)
                .untilAsserted(() -> {
                    Optional<Told> first = said(alarm, since);
                    assertThat(first).as("firing: %s; told: %s", watch.alerts("firing"),
                            watch.webhook().since(since)).isPresent();
                    told.add(first.orElseThrow());
                });
        Told first = told.getFirst();
        assertThat(Duration.ofNanos(first.atNanos() - since)).as("%s: %s", disaster.name(), alarm)
                .isLessThanOrEqualTo(SOON);
        System.out.printf("%s: %s after %.1f s%n", disaster.name(), alarm, (first.atNanos() - since) / 1e9);
        assertThat(first.receiver()).isEqualTo(first.labels().get("severity") + "s");
        for (String text : List.of("summary", "description")) {
            assertThat(first.annotations().get(text)).as(text)
                    .matches(Alarm.written(rule.annotations().getOrDefault(text, ""), first.labels()));
        }
        assertThat(Checkout.root().resolve(first.annotations().getOrDefault("runbook_url", "none"))).isRegularFile();
    }

    /** The slow burns stay: their windows are of hours here, too. */
    private void awaitOver(Alarm alarm, long since) {
        if (alarm.name().endsWith("BurnSlow")) {
            return;
        }
        Awaitility.await(alarm + " is over").atMost(OVER).pollInterval(POLL).untilAsserted(() -> {
            assertThat(watch.alerts("firing")).noneMatch(alarm::isIn);
            assertThat(last(alarm, since)).noneMatch(Told::firing);
        });
    }

    private Optional<Told> said(Alarm alarm, long since) {
        return watch.webhook().since(since).stream().filter(told -> told.firing() && alarm.isIn(told.labels()))
                .findFirst();
    }

    /** Returns the last that was told of each alert that the alarm may mean. */
    private Collection<Told> last(Alarm alarm, long since) {
        Map<Map<String, String>, Told> last = new LinkedHashMap<>();
        watch.webhook().since(since).stream().filter(told -> alarm.isIn(told.labels()))
                .forEach(told -> last.put(told.labels(), told));
        return last.values();
    }

    /** The slower burns of a budget are held back while the fast one calls; the rest of these is only for the list. */
    private static boolean isToldToNobody(Rule rule) {
        return "info".equals(rule.labels().get("severity")) || rule.name().matches(".*Burn(Medium|Slow)");
    }

    private Rule rule(Alarm alarm) {
        Rule rule = rules.get(alarm.name());
        if (rule == null) {
            throw new AssertionError(alarm + " is no alert of grafana/rules");
        }
        return rule;
    }

    /** Returns for how long it may still be waited for; what was told while another alarm was waited for is looked at. */
    private static Duration left(long since) {
        Duration left = SOON.minusNanos(System.nanoTime() - since);
        return left.compareTo(LOOK) < 0 ? LOOK : left;
    }
}
