package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.spillway.control.state.ControlState;
import io.spillway.control.switchover.Moving;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.DrGroupLimits;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.Sight;

/** IDCs with two gateways each that look at each other, as one of them sees it, second by second. */
final class Fleet {

    static final String JUDGED = "idc-b";

    private final Map<String, Map<String, Sight>> sights = new LinkedHashMap<>();
    private final Map<String, Sight> probes = new LinkedHashMap<>();
    private final List<String> silent = new ArrayList<>();
    private DrGroupSpec group;
    private Memory memory = Memory.NONE;
    private Instant now = Moving.NOW;
    private long nanos = 7;
    ControlState state = ControlState.empty();
    String own = "idc-a";

    Fleet(String... idcs) {
        for (String from : idcs) {
            Map<String, Sight> seen = new HashMap<>();
            for (String to : idcs) {
                if (!to.equals(from)) {
                    seen.put(to, new Sight(2, 0, Sight.Link.HEARD));
                }
            }
            sights.put(from, seen);
        }
        this.group = new DrGroupSpec(List.of(idcs), 1, limits(100, false));
    }

    static DrGroupLimits limits(int approveAbove, boolean frozen) {
        return new DrGroupLimits(frozen, null, List.of(), approveAbove, AutomaticPolicy.DEFAULT);
    }

    Fleet group(int minActive, DrGroupLimits limits) {
        group = new DrGroupSpec(group.idcs(), minActive, limits);
        return this;
    }

    /** So many of the two gateways of an IDC lose another one. */
    Fleet loses(String from, String to, int gateways) {
        return sees(from, to, new Sight(2 - gateways, gateways, link(from, to)));
    }

    Fleet link(String from, String to, Sight.Link link) {
        Sight before = seen(from, to);
        return sees(from, to, new Sight(before.reached(), before.lost(), link));
    }

    private Sight seen(String from, String to) {
        return Objects.requireNonNull(Objects.requireNonNull(sights.get(from)).get(to));
    }

    private Sight.Link link(String from, String to) {
        return seen(from, to).link();
    }

    Fleet sees(String from, String to, Sight sight) {
        Objects.requireNonNull(sights.get(from)).put(to, sight);
        return this;
    }

    Fleet probe(String place, boolean reaches) {
        probes.put(place, new Sight(reaches ? 1 : 0, reaches ? 0 : 1, Sight.Link.UNKNOWN));
        return this;
    }

    /** Nothing is heard of an IDC. */
    Fleet silence(String idc) {
        silent.add(idc);
        return this;
    }

    /** All gateways lose idc-b, and it is silent. */
    Fleet dies() {
        sights.keySet().stream().filter(from -> !from.equals(JUDGED)).forEach(
                from -> sees(from, JUDGED, new Sight(0, 2, Sight.Link.CUT)));
        return silence(JUDGED);
    }

    Fleet returns() {
        silent.remove(JUDGED);
        sights.keySet().stream().filter(from -> !from.equals(JUDGED)).forEach(
                from -> sees(from, JUDGED, new Sight(2, 0, Sight.Link.HEARD)));
        return this;
    }

    Fleet with(Resource resource) {
        state = state.with(resource);
        return this;
    }

    Instant now() {
        return now;
    }

    Outlook outlook() {
        List<Word> words = new ArrayList<>();
        sights.forEach((from, seen) -> {
            if (!silent.contains(from)) {
                words.add(new Word(from, false, seen));
            }
        });
        probes.forEach((place, sight) -> words.add(new Word(place, true, Map.of(JUDGED, sight))));
        return new Outlook(own, now, state, words);
    }

    Outlook.Group policy() {
        return new Outlook.Group("core", group, Objects.requireNonNull(group.limits().automatic()));
    }

    /** A second passes, and it is looked. */
    Decision look() {
        return look(Duration.ofSeconds(1));
    }

    Decision look(Duration later) {
        now = now.plus(later);
        nanos += later.toNanos();
        Outlook outlook = outlook();
        memory = memory.after(nanos, outlook.failed(List.of(policy())));
        return Automatic.decide(outlook, memory, policy());
    }

    /** It goes on like that for so many seconds. */
    Decision looks(int seconds) {
        Decision last = look();
        for (int i = 1; i < seconds; i++) {
            last = look();
        }
        return last;
    }
}
