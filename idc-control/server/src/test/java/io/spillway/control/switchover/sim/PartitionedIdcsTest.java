package io.spillway.control.switchover.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import io.spillway.model.resource.Generation;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverState;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.model.switchover.SwitchOverEvent;
import io.spillway.model.switchover.SwitchWrite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two IDCs, each with its registry, operators and a coordinator; the links between them are cut, also in one direction alone,
 * and both sides go on: one takes over what the other still coordinates.
 */
class PartitionedIdcsTest {

    private static final int HISTORIES = 1_000;
    private static final int MOVES = 1_200;

    private final List<String> idcs = List.of("idc-a", "idc-b");

    @Test
    void afterHealingBothHaveTheSameAndNobodyEverWentBack() {
        Set<SwitchOverState> ends = EnumSet.noneOf(SwitchOverState.class);
        int takenOver = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            history.run();
            assertThat(history.faults()).as("history %s", seed).isEmpty();
            for (String id : Histories.IDS) {
                SwitchOverStatus status = history.status(id);
                ends.add(status.state());
                takenOver += status.generation().counter() > 1 ? 1 : 0;
            }
        }
        assertThat(takenOver).as("histories in which somebody took over").isGreaterThan(HISTORIES / 10);
        assertThat(ends).contains(SwitchOverState.COMPLETED, SwitchOverState.PAUSED, SwitchOverState.ROLLED_BACK);
    }

    @Test
    @Tag("full")
    void afterHealingBothHaveTheSameInManyMore() {
        for (int seed = HISTORIES; seed < 10 * HISTORIES; seed++) {
            History history = new History(seed);
            history.run();
            assertThat(history.faults()).as("history %s", seed).isEmpty();
        }
    }

    /** One history. */
    private final class History {

        private final Random random;
        private final List<SimRegistry> registries = new ArrayList<>();
        private final List<Actor> actors = new ArrayList<>();
        private final List<Link> links = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();
        private long now;

        History(long seed) {
            random = new Random(seed * 0x9E3779B97F4A7C15L);
            SwitchOverSpec draft = new Histories(seed, false).draft();
            for (String idc : idcs) {
                SimRegistry registry = new SimRegistry(false);
                registries.add(registry);
                Histories.IDS
                        .forEach(id -> registry.commit(Map.of(), Map.of(Registered.record(id), draft), 0, "setup"));
                Node node = new Node(idc, "control-1", registry, Histories.IDS, random);
                node.lead(0);
                nodes.add(node);
                for (int i = 0; i < 1 + random.nextInt(4); i++) {
                    actors.add(new Operator(idc, idc + "-person-" + i, registry, Histories.IDS, 6, random));
                }
            }
            links.add(new Link(registries.get(0), registries.get(1)));
            links.add(new Link(registries.get(1), registries.get(0)));
            actors.addAll(nodes);
            actors.addAll(nodes);
            actors.addAll(links);
            actors.addAll(links);
        }

        void run() {
            for (int i = 0; i < MOVES; i++) {
                now += random.nextInt(20);
                trouble();
                actors.get(random.nextInt(actors.size())).move(now);
            }
            nodes.forEach(Node::calm);
            links.forEach(Link::mend);
            for (int i = 0; i < 20_000 && !(i > 10 && links.stream().allMatch(Link::done) && quiet(i)); i++) {
                now += 10;
                actors.get(actors.size() - 1 - random.nextInt(8)).move(now);
            }
        }

        private int lastLength;
        private int lastChange;

        private boolean quiet(int move) {
            int length = registries.stream().mapToInt(registry -> registry.log().size()).sum();
            if (length != lastLength) {
                lastLength = length;
                lastChange = move;
            }
            return move - lastChange > 400;
        }

        private void trouble() {
            int dice = random.nextInt(60);
            if (dice == 0) {
                links.get(random.nextInt(2)).cut();
            } else if (dice == 1) {
                links.get(random.nextInt(2)).mend();
            } else if (dice == 2) {
                int idc = random.nextInt(2);
                takeOver(registries.get(idc), idcs.get(idc));
            }
        }

        private void takeOver(SimRegistry registry, String idc) {
            String id = Histories.IDS.get(random.nextInt(2));
            Registered.Seen seen = Objects.requireNonNull(Registered.read(registry, id));
            if (SwitchWrite.of(seen.standing(), new SwitchOverEvent.TakeOver("ann", "the other is gone", idc),
                    Registered.time(now), idc, "operator") instanceof SwitchWrite.Made.Write(SwitchWrite write)) {
                boolean _ = registry.commit(seen.revisions(), Registered.puts(id, write), now, "operator");
            }
        }

        SwitchOverStatus status(String id) {
            SwitchOverSpec spec = (SwitchOverSpec) value(0, Registered.record(id));
            return Objects.requireNonNull(Objects.requireNonNull(spec).status());
        }

        private @Nullable Object value(int registry, String key) {
            SimRegistry.Entry entry = registries.get(registry).get(key);
            return entry == null ? null : entry.value();
        }

        List<String> faults() {
            List<String> faults = new ArrayList<>();
            String shift = Registered.shift(Histories.CORE.path());
            List<String> keys = new ArrayList<>(List.of(shift));
            Histories.IDS.forEach(id -> keys.add(Registered.record(id)));
            for (String key : keys) {
                if (!Objects.equals(value(0, key), value(1, key))) {
                    faults.add(key + " is " + value(0, key) + " here and " + value(1, key) + " there");
                }
            }
            registries.forEach(registry -> wentBack(registry, shift, faults));
            return faults;
        }

        /** What a gateway is told comes from its registry alone. */
        private void wentBack(SimRegistry registry, String shiftKey, List<String> faults) {
            Generation last = null;
            for (Commit commit : registry.log()) {
                if (commit.puts().get(shiftKey) instanceof TrafficShiftSpec shift && shift.generation() != null) {
                    if (last != null && shift.generation().compareTo(last) <= 0) {
                        faults.add("generation " + shift.generation() + " after " + last);
                    }
                    last = shift.generation();
                }
            }
        }
    }
}
