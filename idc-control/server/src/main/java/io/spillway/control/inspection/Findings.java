package io.spillway.control.inspection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.spillway.control.service.Finding;
import io.spillway.control.service.Finding.Severity;
import io.spillway.model.resource.Resource;

/** Collects what rules find. Not thread-safe. */
public final class Findings {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::rule).thenComparing(Finding::object).thenComparing(Finding::what);

    private final List<Finding> found = new ArrayList<>();

    /**
     * What a rule says of all that it finds.
     *
     * @param why    why that matters
     * @param action what to do
     */
    public record Advice(String rule, String why, String action) {}

    /** Adds something that somebody must act on. */
    public void error(Advice advice, String object, String what) {
        add(Severity.ERROR, advice, object, what);
    }

    /** Adds something that somebody should know. */
    public void warning(Advice advice, String object, String what) {
        add(Severity.WARNING, advice, object, what);
    }

    /** Adds a finding. */
    public void add(Severity severity, Advice advice, String object, String what) {
        found.add(new Finding(advice.rule(), severity, object, what, advice.why(), advice.action()));
    }

    /** Returns the name by which people know a resource, as in {@code routes/orders}. */
    public static String path(Resource resource) {
        return resource.kind().plural() + "/" + resource.name();
    }

    /** Returns all of it, the worst first. */
    public List<Finding> sorted() {
        return found.stream().sorted(ORDER).toList();
    }
}
