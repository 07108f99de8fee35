package io.spillway.control.node;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;

import io.spillway.control.ads.AdsService;
import io.spillway.control.drain.Finalizer;
import io.spillway.control.inspection.Inspected.Draining;
import io.spillway.control.nodes.NodeFigures;
import io.spillway.control.nodes.NodeKeeper;
import io.spillway.control.nodes.NodeRecord.Load;
import io.spillway.control.nodes.NodeRecord.Progress;
import io.spillway.control.nodes.NodeRecord.StepAcks;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.service.StatusReport.DrainView;
import io.spillway.control.service.StatusReport.NodeView;
import io.spillway.control.state.StateKeeper;
import io.spillway.registry.Registry;
import org.jspecify.annotations.Nullable;

/** The other control nodes of the IDC, and what all of them do together. Safe for use by any thread. */
final class Fellows implements AutoCloseable {

    private final NodeSettings settings;
    private final Registry registry;
    private final StateKeeper.Times times;
    private final NodeEvents told;
    private final Hooks hooks;
    private final Finalizer finalizer;
    private final AtomicReference<@Nullable NodeKeeper> keeper = new AtomicReference<>();
    private long toldVersion; // owned by the keeper's thread
    private volatile String api = "";
    private volatile boolean closed;

    /**
     * What it asks of the node.
     *
     * @param port   where the node serves, once it does
     * @param owners told when work has changed hands; called by the keeper's thread, must not block
     */
    record Hooks(IntSupplier port, Runnable owners) {}

    Fellows(NodeSettings settings, Registry registry, StateKeeper.Times times, AdsService ads,
            NodeEvents told, Hooks hooks) {
        this.settings = settings;
        this.registry = registry;
        this.times = times;
        this.told = told;
        this.hooks = hooks;
        this.finalizer = new Finalizer(new Finalizer.Parts(registry, this::view, this::say, ads::ask, times,
                settings.sharing().drainDeadline(), told));
    }

    Finalizer finalizer() {
        return finalizer;
    }

    /** This node serves: the others may count on it. */
    void start() {
        String address = settings.ads().getHostString() + ":" + hooks.port().getAsInt();
        NodeKeeper begun = new NodeKeeper(registry, times.ticker(),
                new NodeKeeper.Self(settings.node(), times.clock().instant(), address), settings.sharing().pace(),
                this::onNodes);
        keeper.set(begun);
        begun.reachable(api);
        begun.start();
        if (closed) {
            begun.close();
        }
    }

    private void onNodes(NodesView view) {
        if (view.live().version() != toldVersion) {
            toldVersion = view.live().version();
            told.nodes(view.live().names());
            hooks.owners().run();
        }
        finalizer.onNodes();
    }

    /** Returns who lives and what they say; nobody before this node serves. */
    NodesView view() {
        NodeKeeper begun = keeper.get();
        return begun == null ? NodesView.none(settings.node()) : begun.view();
    }

    List<DrainView> drains() {
        return finalizer.views();
    }

    Draining draining() {
        return new Draining(drains(), settings.sharing().drainDeadline());
    }

    /** Returns the live nodes for status. */
    List<NodeView> nodes() {
        NodesView view = view();
        return view.records().values().stream()
                .map(record -> new NodeView(record.node(), record.since(), record.address(), record.api(),
                        record.node().equals(settings.node()), record.progress().revision(),
                        record.progress().behind()))
                .toList();
    }

    /** Says to operators who ask another node where they find this one. */
    void reachable(String address) {
        api = address;
        NodeKeeper begun = keeper.get();
        if (begun != null) {
            begun.reachable(address);
        }
    }

    private void say(Progress progress) {
        NodeKeeper begun = keeper.get();
        if (begun != null) {
            begun.say(progress);
        }
    }

    /** Says to the other nodes what the data planes of this one ask for; nothing before this node serves. */
    void say(Load load) {
        NodeKeeper begun = keeper.get();
        if (begun != null) {
            begun.say(load);
        }
    }

    /** Says to the other nodes what the data planes of this one see; nothing before this node serves. */
    void say(NodeFigures figures) {
        NodeKeeper begun = keeper.get();
        if (begun != null) {
            begun.say(figures);
        }
    }

    /** Says to the other nodes who of this one's data planes knows the shifts of switch-overs. */
    void say(List<StepAcks> steps) {
        NodeKeeper begun = keeper.get();
        if (begun != null) {
            begun.say(steps);
        }
    }

    @Override
    public void close() {
        closed = true;
        finalizer.close();
        NodeKeeper begun = keeper.get();
        if (begun != null) {
            begun.close();
        }
    }
}
