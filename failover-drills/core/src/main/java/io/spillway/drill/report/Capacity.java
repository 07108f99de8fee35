package io.spillway.drill.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.drill.report.ControlRows.Table;
import io.spillway.drill.verdict.LoadCurve;
import io.spillway.drill.verdict.LoadCurve.Point;
import io.spillway.drill.verdict.RunRecord;
import io.spillway.model.document.Decoded;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.ResourceDocuments;
import io.spillway.wire.document.YamlText;

import static io.spillway.drill.report.JsonFields.map;
import static io.spillway.drill.report.JsonFields.round;

/** What a run whose load was raised says of how much an IDC can take. */
public final class Capacity {

    private static final String ALL = "all";

    private Capacity() {}

    static List<Object> json(RunRecord run) {
        return LoadCurve.of(run).stream()
                .<Object>map(curve -> {
                    Point knee = curve.knee();
                    return map("idc", curve.idc().isEmpty() ? null : curve.idc(), "points",
                            curve.points().stream()
                                    .map(point -> map("rps", round(point.rps()), "p99Ms", round(point.p99Ms()),
                                            "successPercent", round(point.successPercent())))
                                    .toList(),
                            "kneeRps", knee == null ? null : round(knee.rps()), "headroom",
                            round(curve.headroom()));
                }).toList();
    }

    static Table table(RunRecord run) {
        List<List<String>> rows = new ArrayList<>();
        for (LoadCurve curve : LoadCurve.of(run)) {
            Point knee = curve.knee();
            Double headroom = curve.headroom();
            for (Point point : curve.points()) {
                boolean here = point.equals(knee);
                rows.add(List.of(curve.idc().isEmpty() ? ALL : curve.idc(), Words.format("%.0f/s", point.rps()),
                        Words.ms(point.p99Ms()), Words.format("%.2f %%", point.successPercent()),
                        here && headroom != null ? Words.format("knee: %.1f times the lowest load", headroom) : ""));
            }
        }
        return new Table("Load and latency",
                "Whole seconds of the run by how much was sent in them, of all users and by the IDC that answered; the p99 is the"
                        + " median of theirs. The knee is the point furthest below the line from the first to the last.",
                List.of("answered by", "load", "p99", "success", ""), rows);
    }

    /**
     * Returns Idc resources with the knees that a run found as capacities: those among the given ones whose IDC has a knee,
     * unchanged in everything else. Empty when none has.
     *
     * @param idcs
     *            Idc resources as a fleet has them
     */
    public static String proposal(String idcs, RunRecord run) {
        if (!(ResourceDocuments.parse(idcs) instanceof Decoded.Valid<List<Resource>>(List<Resource> resources))) {
            return ""; // the control plane has not taken it either
        }
        Map<String, Point> knees = new TreeMap<>();
        for (LoadCurve curve : LoadCurve.of(run)) {
            Point knee = curve.knee();
            if (knee != null) {
                knees.put(curve.idc(), knee);
            }
        }
        List<Tree> proposed = new ArrayList<>();
        for (Resource resource : resources) {
            Point knee = knees.get(resource.name());
            if (knee != null && resource.spec() instanceof IdcSpec idc) {
                proposed.add(ResourceDocuments.write(resource.withSpec(new IdcSpec(idc.region(), idc.center(),
                        idc.control(), idc.gateways(), (long) Math.floor(knee.rps()), idc.crossing(),
                        idc.entrance()))));
            }
        }
        return proposed.isEmpty() ? "" : YamlText.write(proposed);
    }
}
