package io.spillway.control.spill;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import io.spillway.control.ads.NodeIdentity;
import io.spillway.control.load.Heard;
import io.spillway.control.nodes.NodeRecord.Load;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.spill.SpillRules.Facts;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.control.state.StateKeeper;
import io.spillway.control.state.Touched;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.ServiceSpec;
import io.spillway.registry.CommitResult;
import io.spillway.registry.Operation;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.wire.record.SpillRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what stands in the registry about the load by which requests are divided. One thread, {@code spill}, owns everything
 * here: it says to the other nodes what this one's data planes ask for, and decides for the services that are this node's
 * among the live ones. Two nodes may both decide for a moment: they have the same facts, and the later one stands.
 *
 * <p>Where load becomes unknown, what was decided holds for {@link #PATIENCE}; then the record is deleted and the numbers of
 * healthy endpoints decide, everywhere. A registry that is away leaves all as it stands.
 */
public final class SpillKeeper implements AutoCloseable {

    /** A node that restarts, and gateways that turn to another one, are heard again within this time. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(SpillKeeper.class);

    private final Parts parts;
    private final ScheduledExecutorService owner;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Patience patience; // owned by the thread
    private @Nullable Load said; // owned by the thread
    private volatile String unknown = "";
    private volatile int silent;

    /**
     * What it works with.
     *
     * @param every    time between two looks
     * @param patience how long what is missing is waited for
     * @param state    the newest state
     * @param nodes    who lives and what they say
     * @param heard    what this node's data planes ask for
     * @param clients  how many such nodes are clients of this one
     * @param say      tells the other nodes
     */
    public record Parts(String idc, String node, Duration every, Duration patience, Registry registry,
            StateKeeper.Times times, Supplier<ControlState> state, Supplier<NodesView> nodes, Supplier<Heard> heard,
            ToIntFunction<Predicate<NodeIdentity>> clients, Consumer<Load> say, SpillObserver observer) {}

    /** Creates a keeper that does nothing before it is started. */
    public SpillKeeper(Parts parts) {
        this.parts = parts;
        this.patience = new Patience(parts.patience().toNanos());
        this.owner = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("spill").daemon().factory());
    }

    /** Begins to look. */
    public void start() {
        long every = Math.max(1, parts.every().toMillis());
        var _ = owner.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    /** Something has changed; a decision that depends on it is made at once. Never blocks. */
    public void onChange(StateChange change) {
        Touched touched = change.touched();
        if ((concerns(change.state(), touched.endpoints()) || concerns(change.state(), touched.services()))
                && asked.compareAndSet(false, true)) {
            try {
                owner.execute(this::look);
            } catch (RejectedExecutionException closed) {
                LOG.trace("closed", closed);
            }
        }
    }

    private static boolean concerns(ControlState state, Set<String> services) {
        return services.stream().map(state::service).anyMatch(spec -> spec != null && Site.byLoad(spec));
    }

    /** Returns why load is not known; empty when it is. */
    public String unknown() {
        return unknown;
    }

    /**
     * Returns how many data planes of this IDC report load to no node, so that what they ask for is not in the demand; 0 where
     * no service is divided by load, and nobody asks.
     */
    public int silent() {
        return silent;
    }

    @Override
    public void close() {
        owner.shutdown();
    }

    private void look() {
        asked.set(false);
        try {
            ControlState state = parts.state().get();
            List<String> services = byLoad(state);
            if (!services.isEmpty() || said != null) {
                tell(state);
            }
            if (!services.isEmpty() || !state.spills().isEmpty()) {
                decide(state, services);
            } else {
                silent = 0;
            }
        } catch (RuntimeException bug) {
            LOG.error("load could not be divided", bug);
        }
    }

    private static List<String> byLoad(ControlState state) {
        List<String> services = new ArrayList<>();
        state.all(Kind.SERVICE).forEach((name, resource) -> {
            if (resource.spec() instanceof ServiceSpec spec && Site.byLoad(spec)) {
                services.add(name);
            }
        });
        return services;
    }

    private void tell(ControlState state) {
        int gateways = parts.clients().applyAsInt(NodeIdentity::isOurs);
        int others = parts.clients().applyAsInt(node -> !node.isOurs() && !node.isSync());
        Load now = Demand.own(parts.idc(), parts.heard().get(), gateways, others, service -> {
            ServiceSpec spec = state.service(service);
            return spec != null && Site.byLoad(spec);
        });
        if (Demand.worthSaying(said, now)) {
            said = now;
            parts.say().accept(now);
        }
    }

    private void decide(ControlState state, List<String> services) {
        NodesView nodes = parts.nodes().get();
        Demand demand = Demand.sum(nodes);
        unknown = demand.unknown();
        silent = demand.silent();
        long now = parts.times().ticker().nanos();
        boolean lost = patience.lost(demand.known(), now);
        boolean settled = demand.known() && patience.settled(demand.reporters(), now);
        Facts facts = new Facts(parts.idc(), parts.node(), state, demand, settled, parts.times().clock().instant());
        List<Decision> decisions = new ArrayList<>();
        for (String service : services) {
            ServiceSpec spec = state.service(service);
            if (spec != null && nodes.live().owns(RegistryKeys.spill(service))) {
                SpillRecord stood = state.spill(service);
                if (demand.known()) {
                    SpillRecord next = SpillRules.decide(facts, service, spec);
                    if (!next.equals(stood)) {
                        decisions.add(new Decision(service, next, ""));
                    }
                } else if (lost && stood != null) {
                    decisions.add(new Decision(service, null, demand.unknown()));
                }
            }
        }
        for (String service : state.spills().sortedKeys()) {
            if (!services.contains(service) && nodes.live().owns(RegistryKeys.spill(service))) {
                decisions.add(new Decision(service, null, "not divided by load any more"));
            }
        }
        for (int from = 0; from < decisions.size(); from += Transaction.MAX_OPERATIONS) {
            write(decisions.subList(from, Math.min(decisions.size(), from + Transaction.MAX_OPERATIONS)), state);
        }
    }

    /** What is to stand for a Service; no record: nothing. */
    private record Decision(String service, @Nullable SpillRecord record, String why) {

        Operation operation() {
            String key = RegistryKeys.spill(service);
            return record == null ? Operation.delete(key) : Operation.put(key, record.encode());
        }
    }

    private void write(List<Decision> decisions, ControlState state) {
        switch (parts.registry().commit(
                new Transaction(List.of(), decisions.stream().map(Decision::operation).toList()))) {
            case CommitResult.Committed _ -> decisions.forEach(decision -> tell(decision, state));
            case CommitResult.Conflict _ -> LOG.debug("decisions are made anew");
            case CommitResult.Unavailable(var _, String reason, var _) ->
                LOG.debug("{} decisions wait for the registry: {}", decisions.size(), reason);
        }
    }

    private void tell(Decision decision, ControlState state) {
        SpillRecord record = decision.record();
        if (record == null) {
            parts.observer().spillLost(decision.service(), decision.why());
            return;
        }
        ControlState after = state.withSpill(decision.service(), record);
        SpillViews.of(parts.idc(), after, decision.service(), "").forEach(parts.observer()::spillDecided);
    }
}
