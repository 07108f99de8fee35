package io.spillway.ctl.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.spillway.ctl.client.JsonView;
import io.spillway.model.resource.Kind;

/** What a table shows of a resource: a few columns for each kind, more of them when there is room. */
public final class ResourceColumns {

    private final Map<String, Function<JsonView, String>> cells = new LinkedHashMap<>();

    private ResourceColumns() {}

    /** Returns the columns of a kind. */
    public static ResourceColumns of(Kind kind, boolean wide) {
        ResourceColumns columns = new ResourceColumns();
        columns.add("NAME", resource -> resource.at("metadata").text("name"));
        columns.addSpec(kind);
        if (wide) {
            columns.addWide(kind);
            columns.add("REVISION", resource -> resource.at("metadata").text("revision"));
            columns.add("LABELS", resource -> pairs(resource.at("metadata").fields("labels"), "="));
        }
        return columns;
    }

    /** Returns the headings. */
    public List<String> headings() {
        return new ArrayList<>(cells.keySet());
    }

    /** Returns the cells of one resource as the control plane gives it. */
    public List<String> cells(JsonView resource) {
        return cells.values().stream().map(cell -> cell.apply(resource)).toList();
    }

    private void addSpec(Kind kind) {
        switch (kind) {
            case IDC -> text("region").text("center").text("capacity");
            case CLUSTER -> text("idc").text("role");
            case SERVICE -> texts("hosts").add("GROUPS", spec(s -> groups(s, "name"))).add("DRGROUP",
                    spec(s -> s.text("drGroup")));
            case WORKLOAD_ENTRY ->
                text("service").text("group").text("cluster").add("ADDRESS", spec(ResourceColumns::address))
                        .text("weight").text("state");
            case DR_GROUP -> texts("idcs").add("MIN-ACTIVE", spec(s -> s.text("minActive")));
            case ROUTE -> texts("hosts").add("MATCHES", spec(s -> Integer.toString(s.list("matches").size())))
                    .add("TO", spec(s -> s.at("redirect").present() ? "redirect" : groups(s, "service")));
            case TRAFFIC_SHIFT ->
                add("SCOPE", spec(ResourceColumns::scope)).add("WEIGHTS", spec(ResourceColumns::weights))
                        .texts("excluded").add("GENERATION", ResourceColumns::generation)
                        .add("AUTHOR", resource -> resource.at("status").text("author")).text("expires").text("reason");
            case SERVICE_ENTRY -> text("idc").text("service").add("HEALTHY", spec(ResourceColumns::healthy));
            case SWITCH_OVER -> add("SCOPE", spec(ResourceColumns::scopes)).text("from").text("to")
                    .add("STATE", resource -> resource.at("status").text("state"))
                    .add("AUTHOR", resource -> resource.at("status").text("author")).text("reason");
            case DRILL -> add("STATE", DrillColumns::state).add("LAST VERDICT", DrillColumns::lastVerdict)
                    .add("ENDED", DrillColumns::ended).add("NEXT DUE", resource -> resource.at("status").text("next"));
        }
    }

    private void addWide(Kind kind) {
        switch (kind) {
            case IDC -> texts("control").texts("gateways");
            case SERVICE -> add("TIMEOUT", spec(s -> s.at("policy").text("timeout"))).texts("exportTo");
            case WORKLOAD_ENTRY -> text("lease");
            case SERVICE_ENTRY -> add("GATEWAYS", spec(s -> String.join(",",
                    s.list("gateways").stream().map(g -> g.text("host") + ":" + g.text("port")).toList())));
            case DRILL -> add("CRON", spec(s -> s.at("schedule").text("cron"))).add("WHY", DrillColumns::why)
                    .add("REPORT", DrillColumns::report);
            case CLUSTER, DR_GROUP, ROUTE, TRAFFIC_SHIFT, SWITCH_OVER -> {
            }
        }
    }

    private ResourceColumns add(String heading, Function<JsonView, String> cell) {
        cells.put(heading, cell);
        return this;
    }

    private ResourceColumns text(String field) {
        return add(field.toUpperCase(Locale.ROOT), spec(s -> s.text(field)));
    }

    private ResourceColumns texts(String field) {
        return add(field.toUpperCase(Locale.ROOT), spec(s -> String.join(",", s.texts(field))));
    }

    private static Function<JsonView, String> spec(Function<JsonView, String> cell) {
        return resource -> cell.apply(resource.at("spec"));
    }

    private static String groups(JsonView spec, String name) {
        return String.join(",", spec.list("groups").stream().map(g -> g.text(name) + ":" + g.text("weight")).toList());
    }

    private static String address(JsonView spec) {
        String address = spec.text("address");
        return spec.at("port").present() ? address + ":" + spec.text("port") : address;
    }

    private static String scope(JsonView spec) {
        return String.join(",", spec.fields("scope").entrySet().stream()
                .map(e -> e.getKey().toLowerCase(Locale.ROOT) + "/" + e.getValue().asText()).toList());
    }

    private static String scopes(JsonView spec) {
        JsonView scope = spec.at("scope");
        List<String> scopes = new ArrayList<>();
        if (scope.at("idc").present()) {
            scopes.add("idc/" + scope.text("idc"));
        }
        scope.texts("drGroups").forEach(group -> scopes.add("drgroup/" + group));
        scope.texts("services").forEach(service -> scopes.add("service/" + service));
        return String.join(",", scopes);
    }

    private static String weights(JsonView spec) {
        if (spec.isTrue("cleared")) {
            return "cleared";
        }
        List<String> weights = new ArrayList<>();
        if (!spec.fields("weights").isEmpty()) {
            weights.add(pairs(spec.fields("weights"), "="));
        }
        JsonView at = spec.at("weightsAt");
        spec.fields("weightsAt").keySet()
                .forEach(idc -> weights.add("at " + idc + ": " + pairs(at.fields(idc), "=")));
        return String.join("; ", weights);
    }

    private static String generation(JsonView resource) {
        JsonView generation = resource.at("status").at("generation");
        return generation.present() ? generation.text("counter") + "/" + generation.text("idc") : "";
    }

    private static String healthy(JsonView spec) {
        return String.join(",", spec.list("groups").stream()
                .map(g -> g.text("group") + " " + g.text("healthy") + "/" + g.text("declared")).toList());
    }

    private static String pairs(Map<String, JsonView> fields, String separator) {
        return String.join(",",
                fields.entrySet().stream().map(e -> e.getKey() + separator + e.getValue().asText()).toList());
    }
}
