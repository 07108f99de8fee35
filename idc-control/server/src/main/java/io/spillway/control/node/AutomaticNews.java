package io.spillway.control.node;

import java.util.Map;

import io.spillway.control.switchover.auto.AutomaticShift;

/** Tells operators and metrics how automatic shift stands. */
record AutomaticNews(EventHub events, NodeObserver metrics) implements AutomaticShift.News {

    @Override
    public void standing(Map<String, Boolean> armed, boolean selfCheck) {
        metrics.automatic(armed, selfCheck);
    }

    @Override
    public void event(String object, String detail) {
        events.emit("automatic", object, detail, Map.of());
    }
}
