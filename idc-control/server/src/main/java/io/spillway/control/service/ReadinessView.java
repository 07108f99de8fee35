package io.spillway.control.service;

import java.util.List;

/** Whether a node may serve. {@code waitingFor} names every reason why not; empty when ready. */
public record ReadinessView(boolean ready, List<String> waitingFor) {

    public ReadinessView {
        waitingFor = List.copyOf(waitingFor);
    }
}
