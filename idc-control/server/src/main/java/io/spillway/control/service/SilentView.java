package io.spillway.control.service;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.control.service.LoadReport.ReporterView;
import io.spillway.control.service.StatusReport.DataPlaneView;
import io.spillway.wire.xds.XdsNames;

/**
 * Data planes that report no load, so that what they ask for is not in the demand by which requests are divided over IDCs.
 *
 * @param dataPlanes how many of this IDC report to no control node
 * @param here       names of clients of this node that do not report to it; one of them may report to another node
 */
public record SilentView(int dataPlanes, List<String> here) {

    /** Copies the list. */
    public SilentView {
        here = List.copyOf(here);
    }

    /** Returns a view that names the clients that are missing among the reporters, when any are missing at all. */
    public static SilentView of(int dataPlanes, List<DataPlaneView> clients, List<ReporterView> reporters) {
        Set<String> silent = new TreeSet<>();
        if (dataPlanes > 0) {
            Set<String> heard = new HashSet<>();
            reporters.forEach(reporter -> heard.add(reporter.node()));
            for (DataPlaneView client : clients) {
                if (!heard.contains(client.node()) && !client.role().equals(XdsNames.ROLE_SYNC)) {
                    silent.add(client.node());
                }
            }
        }
        return new SilentView(dataPlanes, List.copyOf(silent));
    }
}
