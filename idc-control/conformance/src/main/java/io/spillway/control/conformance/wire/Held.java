package io.spillway.control.conformance.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.spillway.control.conformance.subject.ResourceKind;
import org.jspecify.annotations.Nullable;

/** What a client holds of one type after the responses it Acked, and what it was told since the last mark. */
public final class Held {

    private final ResourceKind kind;
    private final Map<String, Answer.Item> present = new TreeMap<>();
    private final Set<String> gone = new HashSet<>();
    private final Map<String, Long> changedBy = new HashMap<>();
    private final Map<String, Integer> times = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();

    Held(ResourceKind kind) {
        this.kind = kind;
    }

    /** A client applies a response. */
    void apply(Answer answer, boolean wholeWorld) {
        answers.add(answer);
        if (wholeWorld) {
            present.keySet().stream().filter(name -> !answer.has(name))
                    .forEach(name -> changedBy.put(name, answer.number()));
            present.clear();
        }
        for (Answer.Item item : answer.items()) {
            if (item.heartbeat()) {
                continue;
            }
            present.put(item.name(), item);
            changedBy.merge(item.name() + '\n' + item.label(), answer.number(), Math::min);
            gone.remove(item.name());
            times.merge(item.name(), 1, Integer::sum);
        }
        for (String name : answer.removed()) {
            present.remove(name);
            changedBy.put(name, answer.number());
            gone.add(name);
        }
    }

    /** Forgets what was told so far, but not what is held. */
    void mark() {
        gone.clear();
        times.clear();
        answers.clear();
    }

    /** Returns whether the resource is held. */
    public boolean has(String name) {
        return present.containsKey(name);
    }

    /** Returns whether all of these are held. */
    public boolean hasAll(List<String> names) {
        return present.keySet().containsAll(names);
    }

    /** Returns whether the resource is held with that content. */
    public boolean has(String name, String label) {
        Answer.Item item = present.get(name);
        return item != null && item.label().equals(label);
    }

    /** Returns the version of the resource that is held; empty when none is. */
    public String version(String name) {
        Answer.Item item = present.get(name);
        return item == null ? "" : item.version();
    }

    /** Returns versions of all that is held, by name. */
    public Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        present.forEach((name, item) -> versions.put(name, item.version()));
        return versions;
    }

    /** Returns whether the client was told since the mark that it is not there, and nothing else after that. */
    public boolean toldGone(String name) {
        return gone.contains(name);
    }

    /** Returns the number of the first response that brought that content; -1 when none did. */
    public long broughtBy(String name, String label) {
        return changedBy.getOrDefault(name + '\n' + label, -1L);
    }

    /** Returns the number of the last response that took it away; -1 when none did. */
    public long takenBy(String name) {
        return changedBy.getOrDefault(name, -1L);
    }

    /** Returns in how many places of responses the resource came since the mark. */
    public int times(String name) {
        return times.getOrDefault(name, 0);
    }

    /** Returns the responses since the mark. */
    public List<Answer> answers() {
        return List.copyOf(answers);
    }

    /** Returns the last response since the mark, or null. */
    public @Nullable Answer last() {
        return answers.isEmpty() ? null : answers.getLast();
    }

    @Override
    public String toString() {
        String text = present.values().toString();
        return kind + " " + present.size() + " held " + (text.length() > 300 ? text.substring(0, 300) + " ..." : text)
                + (gone.isEmpty() ? "" : " told gone " + gone);
    }
}
