package io.spillway.control.switchover.run;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.spillway.control.state.RecordCodec;
import io.spillway.control.state.ResourceKeys;
import io.spillway.control.state.StoredRecords;
import io.spillway.control.switchover.sim.Call;
import io.spillway.control.switchover.sim.Commit;
import io.spillway.control.switchover.sim.Histories;
import io.spillway.control.switchover.sim.HistoryCheck;
import io.spillway.control.switchover.sim.Operator;
import io.spillway.control.switchover.sim.Registered;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.registry.Event;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.registry.Watch;
import io.spillway.registry.WatchListener;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One history on a real registry: operators who say things through three nodes, all of which carry out at the same time, each in
 * a thread of its own. Time is the registry's revision: a call lasts from the revision that a linearizable read found before it
 * to that which one found after it.
 */
final class RegistryHistory {

    private static final int CALLS = 4;
    private static final RecordCodec CODEC = new StoredRecords();

    private final Registry registry;
    private final long seed;
    private final InstantSource clock;
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Commit> log = new ConcurrentLinkedQueue<>();
    private volatile long seen;

    RegistryHistory(Registry registry, long seed, InstantSource clock) {
        this.registry = registry;
        this.seed = seed;
        this.clock = clock;
    }

    HistoryCheck run(boolean comparesNothing) throws Exception {
        clear();
        long begin = revision();
        seen = begin;
        List<TroubledRegistry> lines = new ArrayList<>();
        List<LiveNode> nodes = new ArrayList<>();
        try (Watch _ = registry.watch(RegistryKeys.ROOT, begin + 1, listener());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 3; i++) {
                TroubledRegistry line = new TroubledRegistry(registry, seed * 31 + i, comparesNothing);
                lines.add(line);
                nodes.add(new LiveNode("control-" + i, line, clock));
            }
            try {
                begin(nodes);
                nodes.forEach(node -> threads.execute(node::conduct));
                operate(nodes, threads);
                lines.forEach(TroubledRegistry::calm);
                settle(nodes, comparesNothing);
            } finally {
                nodes.forEach(LiveNode::stop);
            }
            long end = revision();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> seen >= end);
            return new HistoryCheck(List.copyOf(log), List.copyOf(calls), end);
        } finally {
            nodes.forEach(LiveNode::close);
        }
    }

    private void clear() {
        for (String prefix : List.of(RegistryKeys.RESOURCES, RegistryKeys.SHIFTS, RegistryKeys.SWITCH_OVER_LOCKS)) {
            for (KeyValue entry : registry.range(prefix).entries()) {
                var _ = registry.commit(new Transaction(List.of(), List.of(Operation.delete(entry.key()))));
            }
        }
    }

    private void begin(List<LiveNode> nodes) {
        Random random = new Random(seed);
        for (String id : Histories.IDS) {
            SwitchOverSpec draft = Histories.draft(random);
            var _ = registry
                    .commit(new Transaction(List.of(), List.of(Operation.put(ResourceKeys.keyOf(Kind.SWITCH_OVER, id),
                            CODEC.write(Resource.of(id, draft), null, "author", clock.instant())))));
        }
        long drafted = revision();
        nodes.forEach(node -> {
            if (!node.await(drafted, Duration.ofSeconds(10))) {
                throw new AssertionError("a node does not hear of " + drafted);
            }
        });
    }

    private void operate(List<LiveNode> nodes, ExecutorService threads)
            throws InterruptedException, ExecutionException, TimeoutException {
        int people = 2 + new Random(seed).nextInt(15);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            String person = "person-" + i;
            Random random = new Random(seed * 1_000 + i);
            all.add(threads.submit(() -> {
                for (int said = 0; said < CALLS; said++) {
                    say(nodes.get(random.nextInt(nodes.size())), person, random);
                }
            }));
        }
        for (Future<?> each : all) {
            Object _ = each.get(60, TimeUnit.SECONDS);
        }
    }

    private void say(LiveNode node, String person, Random random) {
        String id = Histories.IDS.get(random.nextInt(Histories.IDS.size()));
        long begun = revision();
        var word = Operator.word(person, Duration.between(Registered.time(0), clock.instant()).toMillis(), random);
        LiveNode.Said said = node.say(id, word);
        calls.add(new Call(id, word, begun, revision(), said.answer(), said.revision()));
    }

    /**
     * All nodes, undisturbed, bring everything to where only an operator or time can go on. Those that compare nothing may write
     * over each other without end: then what they wrote until now is judged.
     */
    private void settle(List<LiveNode> nodes, boolean comparesNothing) {
        try {
            Awaitility.await().atMost(comparesNothing ? Duration.ofSeconds(5) : Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10)).until(() -> settled(nodes.getFirst()));
        } catch (ConditionTimeoutException without) {
            if (!comparesNothing) {
                throw without;
            }
        }
    }

    private boolean settled(LiveNode node) throws InterruptedException {
        return node.await(revision(), Duration.ofSeconds(1)) && Histories.IDS.stream().noneMatch(id -> {
            Resource record = node.get().get(Kind.SWITCH_OVER, id);
            return record != null && record.spec() instanceof SwitchOverSpec spec
                    && Histories.busy(spec, node.get()::shift, clock.instant());
        });
    }

    private long revision() {
        return registry.range(RegistryKeys.SWITCH_OVER_LOCKS).revision();
    }

    private WatchListener listener() {
        return new WatchListener() {

            @Override
            public void onBatch(long revision, List<Event> events) {
                Map<String, @Nullable Object> puts = new LinkedHashMap<>();
                String author = "somebody";
                for (Event event : events) {
                    String told = note(puts, event);
                    author = told.isEmpty() ? author : told;
                }
                if (!puts.isEmpty()) {
                    log.add(new Commit(revision, revision, author, puts));
                }
                seen = revision;
            }

            @Override
            public void onProgress(long revision) {
                seen = Math.max(seen, revision);
            }

            @Override
            public void onCompacted(long compactRevision) {
                throw new AssertionError("nobody compacts");
            }
        };
    }

    private static String note(Map<String, @Nullable Object> puts, Event event) {
        boolean put = event.type() == Event.Type.PUT;
        KeyValue entry = event.keyValue();
        if (event.key().startsWith(RegistryKeys.SWITCH_OVER_LOCKS)) {
            puts.put(Registered.lock(event.key().substring(RegistryKeys.SWITCH_OVER_LOCKS.length())),
                    put ? new String(entry.value(), StandardCharsets.UTF_8) : null);
            return "";
        }
        ResourceKeys.Id id = ResourceKeys.idOf(event.key());
        if (id == null || !put || !(CODEC.read(id.kind(), id.name(), entry.value(),
                entry.modRevision()) instanceof RecordCodec.ReadRecord.Understood(Resource resource, var written))) {
            return "";
        }
        puts.put(id.kind() == Kind.SWITCH_OVER
                ? Registered.record(id.name())
                : event.key().replace(RegistryKeys.SHIFTS, Registered.shift("")), resource.spec());
        return written.author();
    }
}
