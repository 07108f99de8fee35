package io.spillway.control.switchover.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.spillway.model.resource.IdcSpec;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.MeasuredTraffic;
import io.spillway.model.resource.Resource;

/** Looks at the IDC that receives: whether it serves what comes, and how much of what it can carry that is. */
final class TargetChecks {

    private static final double PERCENT = 100;

    private final Question question;
    private final String to;
    private final double allowed;

    TargetChecks(Question question) {
        this.question = question;
        this.to = question.spec().to();
        this.allowed = question.spec().gates().targetLoad() / PERCENT;
    }

    Look healthy() {
        Look look = new Look(Item.TARGET_HEALTHY);
        int all = 0;
        List<String> weak = new ArrayList<>();
        for (Map.Entry<String, BlastRadius.Moved> each : question.radius().moved().entrySet()) {
            Serving there = serving(each.getKey());
            String what = each.getKey() + " has " + there.healthy() + " of " + there.declared()
                    + " instances healthy in " + to;
            if (there.healthy() > 0 && there.healthy() == there.declared()) {
                all++;
            } else if (there.healthy() > 0) {
                weak.add(what);
            } else if (each.getValue().healthyFrom() > 0) {
                look.fail(what + ", and " + each.getValue().healthyFrom() + " in " + question.spec().from())
                        .figure("service", each.getKey()).figure("healthy", 0).figure("declared", there.declared());
            } else {
                weak.add(what + ", and none in " + question.spec().from() + " either");
            }
        }
        if (!weak.isEmpty()) {
            look.warn(MoveChecks.named(weak));
        }
        return look.fine(all + " Services have all their instances healthy in " + to);
    }

    Look capacity() {
        Look look = new Look(Item.CAPACITY);
        Map<String, Double> moves = question.radius().moves();
        ofServices(look, moves);
        double carried = carried() + moves.values().stream().mapToDouble(Double::doubleValue).sum();
        long declared = declared();
        if (declared == 0) {
            look.warn("Idc " + to + " declares no capacity; it would carry " + figure(carried) + " requests/s");
        } else {
            String what = to + " would carry " + figure(carried) + " of " + declared + " requests/s ("
                    + figure(PERCENT * carried / declared) + " %)";
            if (carried > declared * allowed) {
                look.fail(what + ", allowed are " + question.spec().gates().targetLoad() + " %")
                        .figure("predicted", figure(carried)).figure("capacity", declared)
                        .figure("allowedPercent", question.spec().gates().targetLoad());
            } else {
                look.fine(what);
            }
        }
        List<String> unknown = new ArrayList<>(question.radius().moved().keySet());
        unknown.removeAll(moves.keySet());
        return unknown.isEmpty() ? look : look.warn("nothing is measured of " + MoveChecks.named(unknown));
    }

    /** Returns the load of the receiving IDC in percent of what it declares; NaN when one of both is not known. */
    double predictedLoad() {
        Map<String, Double> moves = question.radius().moves();
        return declared() == 0 || question.ground().traffic().isEmpty()
                ? Double.NaN
                : PERCENT * (carried() + moves.values().stream().mapToDouble(Double::doubleValue).sum()) / declared();
    }

    private void ofServices(Look look, Map<String, Double> moves) {
        moves.forEach((service, more) -> {
            Serving there = serving(service);
            double own = question.ground().traffic().containsKey(service) ? served(service) : there.demand();
            if (there.capacity() > 0 && own + more > there.capacity() * allowed) {
                look.fail(service + " would get " + figure(own + more) + " of the " + figure(there.capacity())
                        + " requests/s that its healthy instances in " + to + " carry, allowed are "
                        + question.spec().gates().targetLoad() + " %").figure("service", service)
                        .figure("predicted", figure(own + more)).figure("capacity", figure(there.capacity()))
                        .figure("allowedPercent", question.spec().gates().targetLoad());
            }
        });
    }

    private Serving serving(String service) {
        return Serving.of(question.ground().state(), question.ground().ownIdc(), to, service);
    }

    /** Returns requests per second that the receiving IDC answers now. */
    private double carried() {
        return question.ground().traffic().keySet().stream().mapToDouble(this::served).sum();
    }

    private double served(String service) {
        return question.ground().traffic().getOrDefault(service, Map.of()).values().stream()
                .map(MeasuredTraffic::servedBy).mapToDouble(served -> served.getOrDefault(to, 0.0)).sum();
    }

    private long declared() {
        Resource idc = question.ground().state().get(Kind.IDC, to);
        return idc != null && idc.spec() instanceof IdcSpec spec ? spec.capacity() : 0;
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
    }
}
