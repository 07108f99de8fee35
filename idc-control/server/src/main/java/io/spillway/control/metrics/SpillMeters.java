package io.spillway.control.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.spillway.control.service.ControlService;
import io.spillway.control.service.SpillView;
import io.spillway.control.service.SpillView.TargetView;

/**
 * Meters of how requests are divided over IDCs. The node that decides about a service has its meters, from its first decision
 * on. Written by the thread that decides, read by that of a scrape.
 */
final class SpillMeters {

    private static final String DECISIONS = "spillway.control.spill.decisions";
    private static final String DEMAND = "spillway.control.spill.demand";
    private static final String CAPACITY = "spillway.control.spill.capacity";
    private static final String SILENT = "spillway.control.spill.silent";
    private static final String PART = "spillway.control.spill.part";

    private final MeterRegistry meters;
    private final Set<String> known = new HashSet<>(); // owned by the thread that decides
    private volatile Supplier<List<SpillView>> views = List::of;

    SpillMeters(MeterRegistry meters) {
        this.meters = meters;
        count("load", 0);
        count("numbers", 0);
    }

    void watch(ControlService service) {
        views = () -> service.load().spills();
        Gauge.builder(SILENT, service, node -> node.load().silent()).description("Data planes of this IDC that report "
                + "load to no control node, so that the demand is without theirs; 0 where no service is divided by load")
                .register(meters);
    }

    void decided(SpillView view) {
        count("load", 1);
        Tags tags = Tags.of("service", view.service(), "group", view.group());
        gauge(DEMAND, "Requests per second of all gateways of this IDC, by which they are divided", tags, view,
                SpillView::demand);
        idc(tags.and("target_idc", "home"), view, SpillView::capacity, SpillView::home);
        for (TargetView target : view.targets()) {
            idc(tags.and("target_idc", target.idc()), view, newer -> at(newer, target.idc(), TargetView::capacity),
                    newer -> at(newer, target.idc(), TargetView::part));
        }
    }

    void lost() {
        count("numbers", 1);
    }

    private void idc(Tags tags, SpillView view, ToDoubleFunction<SpillView> capacity,
            ToDoubleFunction<SpillView> part) {
        gauge(CAPACITY, "Requests per second of this IDC that an IDC can carry", tags, view, capacity);
        gauge(PART, "Part of the requests of this IDC that is meant for an IDC, 0 to 1", tags, view, part);
    }

    private static double at(SpillView view, String idc, ToDoubleFunction<TargetView> figure) {
        return view.targets().stream().filter(target -> target.idc().equals(idc)).mapToDouble(figure).findFirst()
                .orElse(0);
    }

    private void gauge(String name, String help, Tags tags, SpillView view, ToDoubleFunction<SpillView> figure) {
        if (known.add(name + " " + tags)) {
            String service = view.service();
            String group = view.group();
            Gauge.builder(name, this, meter -> meter.value(service, group, figure)).description(help).tags(tags)
                    .register(meters);
        }
    }

    /** What is divided by numbers has no figures. */
    private double value(String service, String group, ToDoubleFunction<SpillView> figure) {
        return views.get().stream()
                .filter(view -> view.byLoad() && view.service().equals(service) && view.group().equals(group))
                .mapToDouble(figure).findFirst().orElse(Double.NaN);
    }

    private void count(String word, int times) {
        Counter.builder(DECISIONS).description("Services of which this node decided anew how requests are divided")
                .tag("by", word).baseUnit("decisions").register(meters).increment(times);
    }
}
