package io.spillway.it.exchange;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.spillway.control.node.ControlNode;
import io.spillway.control.node.NodeObserver;
import io.spillway.control.node.NodeSettings;
import io.spillway.control.state.StateKeeper;
import io.spillway.model.document.Decoded;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.SwitchOverStatus;
import io.spillway.model.time.Ticker;
import io.spillway.process.config.HostPort;
import io.spillway.registry.CommitResult;
import io.spillway.registry.KeyValue;
import io.spillway.registry.Registry;
import io.spillway.registry.RegistryKeys;
import io.spillway.registry.Transaction;
import io.spillway.registry.embedded.EmbeddedRegistry;
import io.spillway.registry.embedded.EmbeddedSettings;
import io.spillway.sync.peer.SyncObserver;
import io.spillway.sync.peer.SyncSettings;
import io.spillway.sync.peer.SyncSurroundings;
import io.spillway.sync.peer.Synchronizer;
import io.spillway.wire.record.ProgressRecords;
import io.spillway.wire.record.Records;
import io.spillway.wire.record.StoredResource;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** One IDC: its registry, its control node, and the registry-sync that hears the others. */
final class Side implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(2);

    final String idc;
    final Registry registry;
    final ControlNode node;
    final List<String> refused = new CopyOnWriteArrayList<>();
    final List<String> held = new CopyOnWriteArrayList<>();
    /** Of its control node. */
    final ForwardTime time = new ForwardTime();
    /** Of its registry-sync. */
    final ForwardTime syncTime = new ForwardTime();
    private @Nullable Synchronizer sync;

    Side(String idc, String other, Path folder) throws IOException {
        this(idc, Set.of(other), folder);
    }

    /** Starts one that knows these others; nobody checks whether its workloads are well. */
    Side(String idc, Set<String> others, Path folder) throws IOException {
        this.idc = idc;
        this.registry = EmbeddedRegistry.open(EmbeddedSettings.of(folder.resolve(idc), "test"), Clock.systemUTC(),
                Ticker.system(), new Random(1));
        this.node = ControlNode.start(
                new NodeSettings(idc, "control-1", "embedded",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), others,
                        Duration.ofSeconds(30), Duration.ofSeconds(30)).withChecks(_ -> false),
                registry, new StateKeeper.Times(time.ticker(), time), NodeObserver.NONE);
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5))
                .until(() -> node.notReady().isEmpty());
    }

    HostPort address() {
        return new HostPort("127.0.0.1", node.adsPort());
    }

    /** Begins to hear another IDC. */
    void hears(Side other) {
        hears(List.of(other));
    }

    /** Begins to hear these IDCs. */
    void hears(Collection<Side> others) {
        Map<String, List<HostPort>> peers = new LinkedHashMap<>();
        others.forEach(other -> peers.put(other.idc, List.of(other.address())));
        hears(new SyncSettings(idc, "sync-1", List.of(address()), peers, LEASE));
    }

    /** Begins to hear others. */
    void hears(SyncSettings settings) {
        sync = Synchronizer.start(settings,
                new SyncSurroundings(syncTime.ticker(), syncTime, new Random(), new SyncObserver() {
                    @Override
                    public void held(String from, String service, String guard) {
                        held.add(from + " " + service + ": " + guard);
                    }

                    @Override
                    public void lacked(String from) {
                        refused.add("lacked " + from);
                    }

                    @Override
                    public void refused(String from, String name, String reason) {
                        refused.add(name + ": " + reason);
                    }
                }));
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5))
                .until(this::leadsAndHears);
    }

    private boolean leadsAndHears() {
        Synchronizer running = sync;
        return running != null && running.view().lead().leading() && hearsAll();
    }

    /** Returns whether all others answer. */
    boolean hearsAll() {
        Synchronizer running = sync;
        return running != null && running.view().peers().stream().allMatch(peer -> peer.link().connected());
    }

    /** Returns whether any of the others answers. */
    boolean hearsTheLiving() {
        Synchronizer running = sync;
        return running != null && running.view().peers().stream().anyMatch(peer -> peer.link().connected());
    }

    /** Hears nothing any more. */
    void hearsNothing() {
        Synchronizer running = sync;
        if (running != null) {
            running.close();
        }
        sync = null;
    }

    /** Writes what its coordinator would write. */
    void writes(Resource switchOver, String... locks) {
        put(RegistryKeys.resource("switchovers", switchOver.name()),
                Records.encode(new StoredResource(switchOver, "ann", 1)));
        for (String lock : locks) {
            put(RegistryKeys.switchOverLock(lock), switchOver.name().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Writes what its leader would say. */
    void says(SwitchOverProgress progress) {
        put(RegistryKeys.progress(progress.idc(), progress.switchOver()), ProgressRecords.encode(progress));
    }

    private void put(String key, byte[] value) {
        // Its node may write what it heard in the same moment.
        Awaitility.await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).until(() -> {
            long known = registry.get(key).map(KeyValue::modRevision).orElse(0L);
            return registry.commit(Transaction.put(key, known, value)) instanceof CommitResult.Committed;
        });
    }

    /** Returns how the registry has a switch-over; null when it has none. */
    @Nullable
    SwitchOverStatus standing(String name) {
        KeyValue found = registry.get(RegistryKeys.resource("switchovers", name)).orElse(null);
        return found != null && Records.decode(found.value(), 1) instanceof Decoded.Valid<StoredResource>(var stored)
                && stored.resource().spec() instanceof SwitchOverSpec spec ? spec.status() : null;
    }

    /** Returns as of which transition the registry has it, as in "1/idc-a 5"; empty when it has none. */
    String as(String name) {
        SwitchOverStatus status = standing(name);
        return status == null ? "" : status.generation() + " " + status.sequence();
    }

    /** Returns what the registry has of another IDC's progress; null for nothing. */
    @Nullable
    SwitchOverProgress heard(String from, String name) {
        KeyValue found = registry.get(RegistryKeys.progress(from, name)).orElse(null);
        return found != null
                && ProgressRecords.decode(found.value()) instanceof Decoded.Valid<SwitchOverProgress>(var progress)
                        ? progress
                        : null;
    }

    /** Returns in which revision each import was written, by origin and service as in "idc-b/orders". */
    Map<String, Long> imports() {
        return registry.range(RegistryKeys.IMPORTS).entries().stream().collect(Collectors.toMap(
                entry -> entry.key().substring(RegistryKeys.IMPORTS.length()), KeyValue::modRevision));
    }

    /** Returns which switch-over holds what, by the registry. */
    Map<String, String> locks() {
        Map<String, String> locks = new TreeMap<>();
        registry.range(RegistryKeys.SWITCH_OVER_LOCKS).entries()
                .forEach(entry -> locks.put(entry.key().substring(RegistryKeys.SWITCH_OVER_LOCKS.length()),
                        new String(entry.value(), StandardCharsets.UTF_8)));
        return locks;
    }

    @Override
    public void close() {
        hearsNothing();
        node.close();
        registry.close();
    }
}
