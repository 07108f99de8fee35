package io.spillway.control.switchover.auto;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.spillway.model.resource.Sight;
import org.jspecify.annotations.Nullable;

/**
 * Judges an IDC by what others see of it. A vantage point is a gateway of another IDC, the control plane of another IDC, or a
 * probe; the judged IDC has no voice. Pure.
 */
public final class Quorum {

    /** So many vantage points must have lost an IDC. */
    static final int POINTS = 3;
    /** In so many failure domains gateways or probes must have. */
    static final int DOMAINS = 2;

    private Quorum() {}

    /** What is thought of an IDC. */
    public enum Verdict {
        /** Enough vantage points have lost it, in enough failure domains, and fewer say otherwise. */
        FAILED,
        /** Whoever sees it reaches it, and somebody does. */
        WELL,
        /** Neither. */
        DOUBTFUL
    }

    /**
     * A verdict with its reason, for people.
     *
     * @param why as in "lost by 3 of 4 vantage points: idc-a (2 gateways or probes), idc-c (1 gateway or probe, no word)"
     */
    public record Judgement(Verdict verdict, String why) {}

    /** Judges. */
    public static Judgement of(String idc, List<Word> words) {
        Count count = new Count();
        words.stream().filter(word -> !word.domain().equals(idc)).forEach(word -> count.add(word, idc));
        return new Judgement(count.verdict(), count.why());
    }

    /** Returns why nobody could ever judge it, as things stand; null when that can be done. */
    public static @Nullable String tooFew(String idc, List<Word> words) {
        Count count = new Count();
        words.stream().filter(word -> !word.domain().equals(idc)).forEach(word -> count.add(word, idc));
        if (count.seeing.size() < DOMAINS) {
            return idc + " is seen by gateways or probes of " + count.seeing.size() + " failure domains"
                    + (count.seeing.isEmpty() ? "" : " (" + String.join(", ", count.seeing) + ")")
                    + " other than itself ("
                    + DOMAINS + " are needed)";
        }
        int points = count.lost + count.reached;
        return points < POINTS
                ? idc + " is seen by " + points + " vantage points (" + POINTS + " are needed)"
                : null;
    }

    /** What vantage points say of one IDC. */
    private static final class Count {

        private final Set<String> seeing = new TreeSet<>();
        private final Map<String, String> losing = new TreeMap<>();
        private final Set<String> losingDomains = new TreeSet<>();
        private int lost;
        private int reached;
        private int lostPaths;

        void add(Word word, String idc) {
            Sight sight = word.sights().get(idc);
            if (sight == null) {
                return;
            }
            if (sight.lost() + sight.reached() > 0) {
                seeing.add(word.domain());
            }
            boolean cut = sight.link() == Sight.Link.CUT;
            lostPaths += sight.lost();
            lost += sight.lost() + (cut ? 1 : 0);
            reached += sight.reached() + (sight.link() == Sight.Link.HEARD ? 1 : 0);
            List<String> said = new ArrayList<>();
            if (sight.lost() > 0) {
                losingDomains.add(word.domain());
                said.add(sight.lost() + (sight.lost() == 1 ? " gateway or probe" : " gateways or probes"));
            }
            if (cut) {
                said.add("no word");
            }
            if (!said.isEmpty()) {
                losing.merge(word.domain(), String.join(", ", said), (one, other) -> one + ", " + other);
            }
        }

        Verdict verdict() {
            if (lost >= POINTS && losingDomains.size() >= DOMAINS && lost > reached) {
                return Verdict.FAILED;
            }
            return lostPaths == 0 && lost == 0 && reached > 0 ? Verdict.WELL : Verdict.DOUBTFUL;
        }

        String why() {
            List<String> said = new ArrayList<>();
            losing.forEach((domain, how) -> said.add(domain + " (" + how + ")"));
            return "lost by " + lost + " of " + (lost + reached) + " vantage points"
                    + (said.isEmpty() ? "" : ": " + String.join(", ", said));
        }
    }
}
