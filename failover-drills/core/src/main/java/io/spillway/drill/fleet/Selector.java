package io.spillway.drill.fleet;

import org.jspecify.annotations.Nullable;

/**
 * Picks processes; what is null picks everything.
 *
 * @param idc
 *            name of an IDC
 * @param role
 *            what they do
 * @param service
 *            what they are instances of
 * @param name
 *            the process itself, as in {@code idc-a/gateway-1}
 */
public record Selector(@Nullable String idc, @Nullable Role role, @Nullable String service, @Nullable String name) {

    /** Picks everything. */
    public static final Selector ALL = new Selector(null, null, null, null);

    /** Returns whether the process is picked. */
    public boolean picks(ComponentPlan plan) {
        return (idc == null || idc.equals(plan.idc())) && (role == null || role == plan.role())
                && (service == null || service.equals(plan.service())) && (name == null || name.equals(plan.name()));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, idc);
        append(text, role == null ? null : role.word());
        append(text, service);
        append(text, name);
        return text.isEmpty() ? "everything" : text.toString();
    }

    private static void append(StringBuilder text, @Nullable String part) {
        if (part != null) {
            text.append(text.isEmpty() ? "" : " ").append(part);
        }
    }
}
