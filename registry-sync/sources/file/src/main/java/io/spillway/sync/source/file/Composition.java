package io.spillway.sync.source.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.spillway.model.resource.Resource;
import io.spillway.sync.spi.SourceProblem;

/**
 * What all files say together. Pure.
 *
 * @param entries by name; one that two files have is in none
 */
record Composition(Map<String, Resource> entries, List<SourceProblem> problems, boolean whole) {

    /** One file: its name, its state, and whether what it says is what it has now. */
    record Part(String file, FileState state, boolean settled) {}

    private record Holder(Part part, Resource entry) {}

    static Composition of(List<Part> parts) {
        Map<String, List<Holder>> holders = new LinkedHashMap<>();
        List<SourceProblem> problems = new ArrayList<>();
        boolean whole = true;
        for (Part part : parts) {
            whole &= !part.state().unknown();
            if (!part.state().problem().isEmpty()) {
                problems.add(new SourceProblem(part.file(), part.state().problem()));
            }
            FileContent content = part.state().good();
            if (content != null) {
                problems.addAll(content.problems());
                content.entries().forEach(entry -> holders.computeIfAbsent(entry.name(), _ -> new ArrayList<>())
                        .add(new Holder(part, entry)));
            }
        }
        Map<String, Resource> entries = new LinkedHashMap<>();
        holders.forEach((name, all) -> {
            List<Holder> chosen = chosen(all);
            if (chosen.size() == 1) {
                entries.put(name, chosen.getFirst().entry());
            } else {
                problems.add(new SourceProblem(name, "is in " + String.join(" and in ", chosen.stream()
                        .map(holder -> holder.part().file()).toList()) + " (expected: once)"));
            }
        });
        return new Composition(entries, problems, whole);
    }

    /** Returns the names of entries that were set aside. */
    Set<String> aside() {
        Set<String> names = new HashSet<>();
        problems.forEach(problem -> names.add(problem.name()));
        return names;
    }

    /** An entry that moves is for a moment in its new file and in what the old one said before. */
    private static List<Holder> chosen(List<Holder> all) {
        List<Holder> settled = all.stream().filter(holder -> holder.part().settled()).toList();
        return settled.isEmpty() ? all : settled;
    }
}
