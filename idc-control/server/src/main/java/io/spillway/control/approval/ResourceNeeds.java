package io.spillway.control.approval;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

import io.spillway.control.access.Target;
import io.spillway.control.state.ControlState;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.model.resource.TrafficShiftSpec;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;
import org.jspecify.annotations.Nullable;

/** What of resources needs two persons, and what they are shown. Pure. */
public final class ResourceNeeds {

    private static final int LONGEST = 4000;

    private final ControlState state;
    private final boolean always;
    private final SortedMap<String, Integer> above;

    /**
     * Judges by a state.
     *
     * @param always whether all that needs two persons does; else only what moves too much
     * @param above  the DrGroups of which more moves than one person may decide, with the percentage
     */
    public ResourceNeeds(ControlState state, boolean always, SortedMap<String, Integer> above) {
        this.state = state;
        this.always = always;
        this.above = above;
    }

    /** Returns what a deletion needs; null when one person is enough. */
    public @Nullable Need deletion(Resource stands) {
        String because = always ? TwoPersonRule.deletion(stands.kind()) : null;
        return because == null
                ? null
                : new Need(because, List.of("deletes " + shown(stands)),
                        Target.of(stands.kind(), stands.name(), null, state::get, state::get), List.of(path(stands)));
    }

    /** Returns what a write of these together needs, as their author gave them; null when one person is enough. */
    public @Nullable Need write(List<Resource> written) {
        Map<String, Resource> together = new HashMap<>();
        written.forEach(each -> together.put(path(each), each));
        Set<String> because = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>();
        Set<Target> targets = new LinkedHashSet<>();
        above.forEach((group, percent) -> because
                .add("more than " + percent + " % of the traffic of DrGroup " + group + " moves (approveAbove)"));
        above.keySet().forEach(group -> targets.add(new Target(group, null)));
        for (Resource each : written) {
            Resource stands = state.get(each.kind(), each.name());
            String why = always ? TwoPersonRule.write(stands, each) : null;
            if (why != null) {
                because.add(why);
            }
            if (why != null || (!above.isEmpty() && each.kind() == Kind.TRAFFIC_SHIFT)) {
                targets.addAll(Target.of(each.kind(), each.name(), each, state::get,
                        (kind, name) -> together.getOrDefault(kind.plural() + "/" + name, state.get(kind, name))));
            }
            lines.addAll(lines(stands, each));
        }
        return because.isEmpty()
                ? null
                : new Need(String.join("; ", because), lines, List.copyOf(targets),
                        written.stream().map(ResourceNeeds::path).toList());
    }

    /** Who clears a shift stands in the document that says so: that is not the same by another credential. */
    private static List<String> lines(@Nullable Resource stands, Resource written) {
        if (stands != null && written.spec() instanceof TrafficShiftSpec shift && shift.cleared()) {
            return List.of("clears " + shown(stands));
        }
        return List.of("writes " + path(written) + (stands == null
                ? ", which is new"
                : ", where stands "
                        + shown(stands)),
                "  as " + document(written));
    }

    private static String path(Resource resource) {
        return resource.kind().plural() + "/" + resource.name();
    }

    private static String shown(Resource stands) {
        return path(stands) + " of revision " + stands.metadata().revision() + ": " + document(stands);
    }

    /** What is too long to be read is cut; its hash stands for the rest. */
    private static String document(Resource resource) {
        String text = JsonText.write(ResourceDocuments.write(resource)).replace('\n', ' ');
        return text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST) + "... (SHA-256 of all: " + sha256(text) + ")";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
