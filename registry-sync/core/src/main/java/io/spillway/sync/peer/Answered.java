package io.spillway.sync.peer;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.wire.v1.Held;
import io.spillway.wire.v1.ImportAnswer;
import io.spillway.wire.v1.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the own control plane did not apply of what it was told, by peer. Only the owner thread comes here. */
final class Answered {

    private static final Logger LOG = LoggerFactory.getLogger(Answered.class);

    private final SyncObserver observer;
    private final Map<String, Map<String, String>> held = new HashMap<>();
    private final Map<String, Map<String, String>> refused = new HashMap<>();

    Answered(SyncObserver observer) {
        this.observer = observer;
    }

    /** Updates of the peer that are held, by service; as of the newest answers. */
    Map<String, String> held(String peer) {
        return held.getOrDefault(peer, Map.of());
    }

    /** Records of the peer that the control plane set aside, by name. */
    Map<String, String> refused(String peer) {
        return refused.getOrDefault(peer, Map.of());
    }

    void take(String peer, ImportAnswer answer) {
        Map<String, String> nowHeld = new TreeMap<>();
        for (Held each : answer.getHeldList()) {
            nowHeld.put(each.getService(), each.getGuard() + ": " + each.getDetail());
            if (!each.getAgain()) {
                LOG.warn("peer {}: update of {} held by {}: {}", peer,
                        each.getService().isEmpty() ? "the list of services" : each.getService(), each.getGuard(),
                        each.getDetail());
                observer.held(peer, each.getService(), each.getGuard());
            }
        }
        held.put(peer, nowHeld);
        Map<String, String> nowRefused = new TreeMap<>();
        for (Refused each : answer.getRefusedList()) {
            nowRefused.put(each.getName(), each.getReason());
            LOG.warn("peer {}: {} refused by the control plane: {}", peer, each.getName(), each.getReason());
            observer.refused(peer, each.getName(), each.getReason());
        }
        refused.put(peer, nowRefused);
    }
}
