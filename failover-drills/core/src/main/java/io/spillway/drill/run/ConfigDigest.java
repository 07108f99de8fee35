package io.spillway.drill.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.wire.document.JsonText;
import io.spillway.wire.document.Trees;
import org.jspecify.annotations.Nullable;

/**
 * What the control planes of a fleet are configured to do: every resource that somebody wrote, without what the system writes
 * into it. A shift that is cleared is none. Imports are copies and switch-overs are history, so neither counts.
 *
 * @param specs
 *            by {@code idc kind/name}
 */
record ConfigDigest(Map<String, String> specs) {

    private static final List<String> KINDS = List.of("idcs", "clusters", "services", "workloads", "drgroups", "routes",
            "shifts");
    private static final Set<String> SYSTEM = Set.of("generation", "author", "revision", "expires");

    ConfigDigest {
        specs = Map.copyOf(specs);
    }

    /** Asks the control planes of all IDCs. */
    static ConfigDigest of(Map<String, ControlApi> controls)
            throws IOException, AbortedException, InterruptedException {
        Map<String, String> specs = new TreeMap<>();
        for (Map.Entry<String, ControlApi> idc : controls.entrySet()) {
            for (String kind : KINDS) {
                add(specs, idc.getKey() + " " + kind, idc.getValue().get(kind));
            }
        }
        return new ConfigDigest(specs);
    }

    /** Adds the items of a list of the API. */
    static void add(Map<String, String> specs, String kind, Map<?, ?> list) {
        if (!(list.get("items") instanceof List<?> items)) {
            return;
        }
        for (Object item : items) {
            if (item instanceof Map<?, ?> map && map.get("metadata") instanceof Map<?, ?> metadata
                    && map.get("spec") instanceof Map<?, ?> spec && !Boolean.TRUE.equals(spec.get("cleared"))) {
                specs.put(kind + "/" + metadata.get("name"), JsonText.write(Trees.of(sorted(spec))));
            }
        }
    }

    private static Map<String, Object> sorted(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> {
            if (!SYSTEM.contains(String.valueOf(key)) && value != null) {
                sorted.put(String.valueOf(key), value instanceof Map<?, ?> inner ? sorted(inner) : value);
            }
        });
        return sorted;
    }

    /** Returns one number for all of an IDC: SHA-256 in hexadecimal digits of its specs by name. */
    String of(String idc) {
        StringBuilder all = new StringBuilder();
        new TreeMap<>(specs).forEach((name, spec) -> {
            if (name.startsWith(idc + " ")) {
                all.append(name).append('\n').append(spec).append('\n');
            }
        });
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns what is otherwise later, a sentence each; nothing when all is the same. */
    List<String> differences(ConfigDigest later) {
        List<String> differences = new ArrayList<>();
        Set<String> names = new TreeSet<>(specs.keySet());
        names.addAll(later.specs.keySet());
        for (String name : names) {
            @Nullable
            String before = specs.get(name);
            @Nullable
            String after = later.specs.get(name);
            if (!Objects.equals(before, after)) {
                differences.add("configuration: " + name + " "
                        + (before == null
                                ? "was not there before the drill: " + after
                                : after == null ? "is not there any more" : "was " + before + " and is " + after));
            }
        }
        return differences;
    }
}
