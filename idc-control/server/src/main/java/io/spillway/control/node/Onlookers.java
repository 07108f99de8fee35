package io.spillway.control.node;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.spillway.control.load.Watched;
import io.spillway.control.nodes.NodeFigures;
import io.spillway.control.nodes.NodeRecord;
import io.spillway.control.nodes.NodesView;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.time.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Whose figures are wanted: those of switch-overs and, while somebody looks at the overview at any node of the IDC, those of all
 * Services together. {@link #get} belongs to the thread of the load reports; {@link #look} may be called by any.
 */
final class Onlookers implements Supplier<Watched> {

    /** Who has not looked for so long looks no more. */
    static final Duration AWAY = Duration.ofSeconds(15);

    private final Supplier<Watched> moves;
    private final StateSource state;
    private final String node;
    private final Supplier<NodesView> nodes;
    private final Ticker ticker;
    /** When somebody looked here last; null: nobody has. */
    private volatile @Nullable Long looked;

    Onlookers(Supplier<Watched> moves, StateSource state, String node, Supplier<NodesView> nodes, Ticker ticker) {
        this.moves = moves;
        this.state = state;
        this.node = node;
        this.nodes = nodes;
        this.ticker = ticker;
    }

    /** Somebody looks here now. */
    void look() {
        looked = ticker.nanos();
    }

    /** Returns the Services that are looked at. */
    static Set<String> all(ControlState state) {
        return state.all(Kind.SERVICE).toMap().keySet();
    }

    @Override
    public Watched get() {
        Watched wanted = moves.get();
        Long last = looked;
        boolean here = last != null && ticker.nanos() - last < AWAY.toNanos();
        if (!here && nodes.get().records().values().stream().noneMatch(this::looksElsewhere)) {
            return wanted;
        }
        Map<String, Set<String>> scopes = new HashMap<>(wanted.scopes());
        Set<String> all = all(state.get());
        scopes.put(Watched.key(all), all);
        return new Watched(scopes, wanted.hurry(), here);
    }

    private boolean looksElsewhere(NodeRecord other) {
        NodeFigures figures = other.figures();
        return figures != null && figures.looking() && !other.node().equals(node);
    }
}
