package io.spillway.control.imports;

import java.util.List;

import io.spillway.control.imports.lead.LeaderView;
import io.spillway.control.imports.lead.Standing;
import io.spillway.control.service.ReleaseResult;
import io.spillway.control.service.StatusReport.SourceHoldView;
import io.spillway.wire.v1.SourceHolds;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the sources of the registry-sync that leads hold, as it said last. Safe for all threads. */
final class SourceBook {

    private static final Logger LOG = LoggerFactory.getLogger(SourceBook.class);

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

    /** Says by {@code tell} that what a source holds is meant, if it holds anything and its process reports to this node. */
    ReleaseResult release(String source, String author, LeaderView leader, Runnable tell) {
        Standing standing = leader.standing();
        if (!leader.leadsHere()) {
            return new ReleaseResult.NotReleased("source " + source + ": " + (standing == null
                    ? "no registry-sync leads"
                    : "registry-sync " + standing.node() + " leads and reports to " + standing.control()
                            + " (ask that control node)"));
        }
        int workloads = held.stream().filter(each -> each.source().equals(source)).mapToInt(SourceHoldView::held).sum();
        if (workloads == 0) {
            return new ReleaseResult.NothingMissed(source);
        }
        LOG.info("removals of source {}: {} released by {}", source, workloads, author);
        tell.run();
        return new ReleaseResult.Released(workloads);
    }
}
