package io.spillway.control.admin;

import java.util.List;

import io.spillway.control.service.SwitchOverView;
import io.spillway.model.document.Position;
import io.spillway.model.document.Tree;
import io.spillway.model.resource.Generation;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.StepFigures;
import io.spillway.model.resource.SwitchCheck;
import io.spillway.model.resource.SwitchOverProgress;
import io.spillway.model.resource.SwitchOverSpec;
import io.spillway.model.resource.Unconfirmed;
import org.jspecify.annotations.Nullable;

/** A switch-over with what is done about it, as JSON. Figures that nobody knows are left out. Times are ISO 8601 in UTC. */
final class SwitchOverJson {

    private static final double THOUSAND = 1000;

    private SwitchOverJson() {}

    static Json of(SwitchOverView view) {
        return Json.object().put("switchOver", WriteJson.resource(view.resource()))
                .put("coordinator", view.coordinator()).put("waitsFor", view.waitsFor())
                .putAll("checks", view.checks(), SwitchOverJson::check).put("figures", figures(view.figures()))
                .putAll("progress", view.progress(), SwitchOverJson::progress)
                .putTexts("quarantined", quarantined(view))
                .putAll("quarantinedBehind", behind(view), SwitchOverJson::behind);
    }

    private static List<Unconfirmed> behind(SwitchOverView view) {
        return view.resource().spec() instanceof SwitchOverSpec spec && spec.status() != null
                ? spec.status().unconfirmed().stream().filter(each -> each.quarantinedAtMost() > 0).toList()
                : List.of();
    }

    private static Json behind(Unconfirmed open) {
        return Json.object().put("idc", open.idc()).put("atMost", open.quarantinedAtMost());
    }

    private static List<String> quarantined(SwitchOverView view) {
        return view.resource().spec() instanceof SwitchOverSpec spec && spec.status() != null
                ? spec.status().quarantined().stream().map(Unconfirmed.DataPlane::toString).toList()
                : List.of();
    }

    private static Json check(SwitchCheck check) {
        return Json.object().put("item", check.item()).put("outcome", check.outcome().name()).put("how", check.how())
                .put("why", check.why()).put("action", check.action());
    }

    private static Tree figures(@Nullable StepFigures figures) {
        if (figures == null) {
            return new Tree.Scalar(null, Position.NONE);
        }
        Json json = Json.object();
        known(json, "requestsPerSecond", figures.requestsPerSecond());
        known(json, "successRate", figures.successRate());
        known(json, "p99Millis", figures.p99Millis());
        known(json, "targetLoad", figures.targetLoad());
        known(json, "targetShare", figures.targetShare());
        known(json, "misroutedPerSecond", figures.misroutedPerSecond());
        return json.tree();
    }

    private static Json progress(SwitchOverProgress progress) {
        Json shifts = Json.object();
        progress.shifts().forEach((scope, generation) -> shifts.put(scope, generation(generation)));
        int behind = progress.fleet() - progress.acked();
        Json json = Json.object().put("idc", progress.idc()).put("generation", generation(progress.generation()))
                .put("sequence", progress.sequence()).put("shifts", shifts).put("fleet", progress.fleet())
                .put("acked", progress.acked()).put("behind", behind).putTexts("late", progress.late())
                .put("traffic", traffic(progress.traffic())).put("at", progress.at().toString());
        return behind > progress.late().size()
                ? json.put("seen", "all that are behind: GET /v1/status of each control node of " + progress.idc()
                        + ", dataPlanes that are not SYNCED")
                : json;
    }

    private static Json generation(Generation generation) {
        return Json.object().put("counter", generation.counter()).put("idc", generation.idc());
    }

    private static Json traffic(MeasuredTraffic traffic) {
        Json json = Json.object();
        known(json, "requestsPerSecond", traffic.requestsPerSecond());
        known(json, "failedPerSecond", traffic.failedPerSecond());
        known(json, "misroutedPerSecond", traffic.misroutedPerSecond());
        known(json, "p99Millis", traffic.p99Millis());
        Json servedBy = Json.object();
        traffic.servedBy().forEach((idc, requests) -> known(servedBy, idc, requests));
        return json.put("servedBy", servedBy);
    }

    private static void known(Json json, String name, double figure) {
        if (Double.isFinite(figure)) {
            json.put(name, Double.valueOf(Math.round(figure * THOUSAND) / THOUSAND));
        }
    }
}
