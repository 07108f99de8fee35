package io.spillway.gateway.explain;

import java.util.List;

import io.spillway.gateway.explain.Explanation.Step;
import io.spillway.gateway.route.FaultInjection;
import io.spillway.gateway.route.Mirror;
import io.spillway.gateway.route.RequestView;
import io.spillway.gateway.route.RouteAction;
import io.spillway.gateway.route.StickySplit;
import io.spillway.gateway.route.Treatment;

/** What a route does with a request besides choosing where it goes, in the order in which it is done. */
final class TreatmentSteps {
    private TreatmentSteps() {}

    static void add(RouteAction.Forward forward, RequestView request, List<Step> steps) {
        Treatment treatment = forward.treatment();
        if (treatment != null && treatment.fault() != null) {
            fault(treatment.fault(), steps);
        }
        Mirror mirror = treatment == null ? null : treatment.mirror();
        if (mirror != null) {
            steps.add(new Step("mirror", mirror.cluster() + " " + mirror.share(),
                    "a copy with host " + mirror.host(request.authority()) + ", its answer is thrown away"));
        }
        if (forward.pathRewrite() != null) {
            steps.add(new Step("rewrite", forward.pathRewrite().apply(request.path()),
                    forward.pathRewrite().toString()));
        }
        if (forward.hostRewrite() != null) {
            steps.add(new Step("rewrite", forward.hostRewrite(), "host " + request.authority() + " is replaced"));
        }
        if (treatment != null && treatment.request() != null) {
            steps.add(new Step("headers", "request", treatment.request().describe()));
        }
        if (treatment != null && treatment.response() != null) {
            steps.add(new Step("headers", "answer", treatment.response().describe()));
        }
        if (treatment != null && treatment.sticky() != null) {
            sticky(treatment.sticky(), request, steps);
        }
    }

    private static void sticky(StickySplit sticky, RequestView request, List<Step> steps) {
        String key = sticky.key().of(request);
        steps.add(new Step("sticky", sticky.key().toString(),
                key == null ? "the request has none, so the weights decide" : "value " + key));
    }

    private static void fault(FaultInjection fault, List<Step> steps) {
        String until = "until " + fault.expires();
        if (fault.delayed().perMillion() > 0) {
            steps.add(new Step("fault", "delay of " + fault.delay().toMillis() + " ms for " + fault.delayed(), until));
        }
        if (fault.aborted().perMillion() > 0) {
            steps.add(new Step("fault", "status " + fault.status() + " for " + fault.aborted(), until));
        }
    }
}
