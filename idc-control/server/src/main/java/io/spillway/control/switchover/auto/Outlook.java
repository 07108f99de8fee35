package io.spillway.control.switchover.auto;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.spillway.control.state.ControlState;
import io.spillway.model.resource.AutomaticPolicy;
import io.spillway.model.resource.DrGroupSpec;
import io.spillway.model.resource.Kind;

/**
 * All that is decided by, at one moment.
 *
 * @param ownIdc where it is decided
 * @param now by the clock of the node
 * @param words what counts of what is said, the own IDC's among it
 */
public record Outlook(String ownIdc, Instant now, ControlState state, List<Word> words) {

    /** Copies the list. */
    public Outlook {
        words = List.copyOf(words);
    }

    /** A DrGroup with its policy. */
    public record Group(String name, DrGroupSpec spec, AutomaticPolicy policy) {}

    /** Returns the DrGroups that have a policy. */
    public static List<Group> groups(ControlState state) {
        return state.sorted(Kind.DR_GROUP).stream().<Group>mapMulti((resource, each) -> {
            if (resource.spec() instanceof DrGroupSpec spec && spec.limits().automatic() != null) {
                each.accept(new Group(resource.name(), spec, spec.limits().automatic()));
            }
        }).toList();
    }

    /** Returns which of the IDCs of these DrGroups are judged failed. */
    public Set<String> failed(List<Group> groups) {
        return groups.stream().flatMap(group -> group.spec().idcs().stream()).distinct()
                .filter(idc -> !idc.equals(ownIdc) && verdict(idc) == Quorum.Verdict.FAILED)
                .collect(Collectors.toSet());
    }

    Quorum.Verdict verdict(String idc) {
        return Quorum.of(idc, words).verdict();
    }

    /** Returns whether an IDC can take over, as far as anybody sees; who asks can. */
    boolean well(String idc) {
        return idc.equals(ownIdc) || verdict(idc) == Quorum.Verdict.WELL;
    }

    /** Returns whether the control plane of an IDC is heard here. */
    boolean heard(String idc) {
        return words.stream().anyMatch(word -> !word.probe() && word.domain().equals(idc));
    }
}
