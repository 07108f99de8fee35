package io.spillway.control.switchover.auto;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.spillway.model.resource.Sight;
import io.spillway.model.resource.SwitchOverProgress;

/** Reads what failure domains say of IDCs from what is written and replicated. Pure. */
public final class Words {

    /** An IDC says what it sees so often, also when nothing changes. */
    public static final Duration EVERY = Duration.ofSeconds(5);
    /** What an IDC said that long ago does not count, and then nothing is heard of it. */
    public static final Duration FRESH = Duration.ofSeconds(15);
    /** What a probe said that long ago does not count. */
    public static final Duration PROBE_FRESH = Duration.ofSeconds(30);

    private static final String PROBE = SwitchOverProgress.VANTAGE + ".";

    private Words() {}

    /** Returns the place of a probe in the name of its record. */
    static String place(String from, String judged) {
        return from + "." + judged;
    }

    /**
     * Returns what counts now.
     *
     * @param said all that stands, of whatever switch-over
     * @param ownIdc whose own sights are {@code own}, whatever of it was written
     */
    public static List<Word> fresh(Collection<SwitchOverProgress> said, String ownIdc, Map<String, Sight> own,
            Instant now) {
        List<Word> words = new ArrayList<>();
        words.add(new Word(ownIdc, false, own));
        // Of a probe that speaks to several IDCs the newest of each judged IDC counts, once.
        Map<String, SwitchOverProgress> probes = new TreeMap<>();
        for (SwitchOverProgress each : said) {
            if (each.switchOver().equals(SwitchOverProgress.VANTAGE) && !each.idc().equals(ownIdc)
                    && within(each, now, FRESH)) {
                words.add(new Word(each.idc(), false, each.sights()));
            } else if (each.switchOver().startsWith(PROBE) && within(each, now, PROBE_FRESH)) {
                probes.merge(each.switchOver(), each, (one, other) -> other.at().isAfter(one.at()) ? other : one);
            }
        }
        probes.values().forEach(probe -> probe.sights().forEach((judged, sight) -> {
            String end = "." + judged;
            String place = probe.switchOver().substring(PROBE.length());
            if (place.endsWith(end)) {
                words.add(new Word(place.substring(0, place.length() - end.length()), true, Map.of(judged, sight)));
            }
        }));
        return words;
    }

    /** Returns whether the control plane of an IDC is heard here: by its own words, which come over the sync link. */
    public static Sight.Link link(Collection<SwitchOverProgress> said, String idc, Instant now) {
        return said.stream()
                .filter(each -> each.idc().equals(idc) && each.switchOver().equals(SwitchOverProgress.VANTAGE))
                .findFirst().map(each -> within(each, now, FRESH) ? Sight.Link.HEARD : Sight.Link.CUT)
                .orElse(Sight.Link.UNKNOWN);
    }

    private static boolean within(SwitchOverProgress word, Instant now, Duration fresh) {
        return Duration.between(word.at(), now).abs().compareTo(fresh) < 0;
    }
}
