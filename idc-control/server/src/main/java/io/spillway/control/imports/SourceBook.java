package io.spillway.control.imports;

import java.util.List;

import io.spillway.control.service.StatusReport.SourceHoldView;
import io.spillway.wire.v1.SourceHolds;

/** What the sources of the registry-sync that leads hold, as it said last. Safe for all threads. */
final class SourceBook {

    private volatile List<SourceHoldView> held = List.of();

    void heard(List<SourceHolds> sources) {
        held = sources.stream().map(source -> new SourceHoldView(source.getSource(), source.getHeld(),
                source.getWorkloadsList().stream()
                        .map(one -> new SourceHoldView.Workload(one.getName(), one.getReason())).toList()))
                .toList();
    }

    /** Returns the sources that hold something. */
    List<SourceHoldView> held() {
        return held;
    }

    /** Returns how many workloads a source holds. */
    int held(String source) {
        return held.stream().filter(each -> each.source().equals(source)).mapToInt(SourceHoldView::held).sum();
    }
}
