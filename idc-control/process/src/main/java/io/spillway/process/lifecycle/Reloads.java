package io.spillway.process.lifecycle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import io.spillway.model.document.Tree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process can read again while it runs, and the keys of its configuration file that take effect thereby. Safe for all threads. */
final class Reloads {

    private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);

    /** Guarded by this. */
    private final Map<String, Part> parts = new LinkedHashMap<>();

    synchronized void add(String name, Collection<String> keys, Reload reload) {
        parts.put(name, new Part(Set.copyOf(keys), reload));
    }

    /** Tells all of it that the file is refused. */
    synchronized void refused() {
        parts.values().forEach(part -> part.reload.refused());
    }

    /**
     * Reads all of it again.
     *
     * @param before the file as it was at the start
     * @param now the file as it is
     * @return what happened, a line for each part, and one for the keys that changed and wait for a restart
     */
    synchronized List<String> run(Tree before, Tree now) {
        List<String> lines = new ArrayList<>();
        Set<String> waiting = changed(before, now);
        parts.forEach((name, part) -> {
            waiting.removeAll(part.keys);
            try {
                lines.add(name + ": " + part.reload.reload(now));
            } catch (Exception failed) {
                LOG.error("reload of {} failed, what was in use stays", name, failed);
                lines.add(name + ": failed, what was in use stays: " + failed.getMessage());
            }
        });
        if (!waiting.isEmpty()) {
            lines.add("changed in the file, and taken at the next start only: " + String.join(", ", waiting));
        }
        return lines;
    }

    private static Set<String> changed(Tree before, Tree now) {
        Set<String> changed = new TreeSet<>();
        if (before instanceof Tree.Mapping old && now instanceof Tree.Mapping fresh) {
            Set<String> keys = new TreeSet<>(old.fields().keySet());
            keys.addAll(fresh.fields().keySet());
            keys.stream().filter(key -> !Objects.equals(old.get(key), fresh.get(key))).forEach(changed::add);
        }
        return changed;
    }

    private record Part(Set<String> keys, Reload reload) {}
}
