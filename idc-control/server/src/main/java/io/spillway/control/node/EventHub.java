package io.spillway.control.node;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.spillway.control.service.ControlEvent;
import io.spillway.control.service.ResourceEvent;
import io.spillway.control.service.Subscription;
import io.spillway.control.state.ControlState;
import io.spillway.control.state.StateChange;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners what happens. Safe for use by any thread; resource events of one kind come in order. */
public final class EventHub {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);

    private final InstantSource clock;
    private final List<Consumer<ControlEvent>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Kind, List<Consumer<ResourceEvent>>> watchers = new EnumMap<>(Kind.class); // guarded by this
    private ControlState told = ControlState.empty(); // guarded by this

    /** Creates a hub without listeners. */
    public EventHub(InstantSource clock) {
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            watchers.put(kind, new CopyOnWriteArrayList<>());
        }
    }

    Subscription listen(Consumer<ControlEvent> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    synchronized Subscription watch(Kind kind, Consumer<ResourceEvent> listener) {
        for (Resource resource : told.sorted(kind)) {
            listener.accept(new ResourceEvent.Put(resource.metadata().revision(), resource));
        }
        List<Consumer<ResourceEvent>> all = watchers.getOrDefault(kind, List.of());
        all.add(listener);
        return () -> all.remove(listener);
    }

    /** Tells everybody about an event. */
    public void emit(String type, String object, String detail, Map<String, String> facts) {
        ControlEvent event = new ControlEvent(clock.instant(), type, object, detail, facts);
        for (Consumer<ControlEvent> listener : listeners) {
            tell(listener, event);
        }
    }

    synchronized void onChange(StateChange change) {
        told = change.state();
        for (StateChange.Changed changed : change.resources()) {
            Resource newest = changed.newest();
            ResourceEvent event = changed.after() == null
                    ? new ResourceEvent.Deleted(change.revision(), newest)
                    : new ResourceEvent.Put(change.revision(), newest);
            watchers.getOrDefault(newest.kind(), List.of()).forEach(watcher -> tell(watcher, event));
            String did = changed.after() == null ? "deleted" : changed.before() == null ? "created" : "changed";
            emit("resource", newest.kind().plural() + "/" + newest.name(), did,
                    Map.of("revision", Long.toString(change.revision()), "change", did));
        }
    }

    private static <E> void tell(Consumer<E> listener, E event) {
        try {
            listener.accept(event);
        } catch (RuntimeException bug) {
            LOG.warn("a listener failed", bug);
        }
    }
}
