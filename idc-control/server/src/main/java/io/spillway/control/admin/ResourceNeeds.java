package io.spillway.control.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

import io.spillway.control.access.Target;
import io.spillway.control.approval.TwoPersonRule;
import io.spillway.model.resource.Kind;
import io.spillway.model.resource.Resource;
import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.ResourceDocuments;
import org.jspecify.annotations.Nullable;

/** What of resources needs two persons, and what they are shown. Pure. */
final class ResourceNeeds {

    private static final int LONGEST = 4000;

    private ResourceNeeds() {}

    /** Returns what a deletion needs; null when one person is enough, or nothing stands. */
    static TwoPersons.@Nullable Need deletion(Kind kind, String name,
            BiFunction<Kind, String, @Nullable Resource> known) {
        String because = TwoPersonRule.deletion(kind);
        Resource stands = known.apply(kind, name);
        return because == null || stands == null
                ? null
                : new TwoPersons.Need(because, List.of("deletes " + shown(stands)),
                        Target.of(kind, name, null, known, known), List.of(path(stands)));
    }

    /** Returns what a write of these together needs; null when one person is enough. */
    static TwoPersons.@Nullable Need write(List<Resource> written, BiFunction<Kind, String, @Nullable Resource> known) {
        Set<String> because = new LinkedHashSet<>();
        List<String> lines = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (Resource each : written) {
            Resource stands = known.apply(each.kind(), each.name());
            String why = TwoPersonRule.write(stands, each);
            if (why != null) {
                because.add(why);
                targets.addAll(Target.of(each.kind(), each.name(), each, known, known));
            }
            lines.add("writes " + path(each) + (stands == null ? ", which is new" : ", where stands " + shown(stands)));
            lines.add("  as " + document(each));
        }
        return because.isEmpty()
                ? null
                : new TwoPersons.Need(String.join("; ", because), lines, targets,
                        written.stream().map(ResourceNeeds::path).toList());
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
