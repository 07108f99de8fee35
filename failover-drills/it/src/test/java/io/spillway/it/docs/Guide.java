package io.spillway.it.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A guide whose code blocks show commands after "$ " and what they print. What differs from run to run (numbers, times, hashes,
 * names of people, the width of columns) is not compared; a line "..." stands
 * for any lines, and "..." at the end of one for the rest of it.
 */
public final class Guide {

    private static final Pattern PROMPT = Pattern.compile("([a-z]*)\\$ \\./spillway (.*)");
    private static final String REST = "...";
    private static final Pattern PLAY = Pattern.compile("<!-- play: (.*) -->");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private Guide() {}

    /** What comes next in a guide. */
    public sealed interface Step {}

    /** Something happens, as in "idc-a dies". */
    public record Happens(String what) implements Step {}

    /**
     * A command and the lines that it is said to print.
     *
     * @param person whose prompt it is; empty for the one who reads
     */
    public record Shown(String person, List<String> words, List<String> output) implements Step {

        @Override
        public String toString() {
            return "spillway " + String.join(" ", words);
        }
    }

    /** Returns what a guide shows, from top to bottom. */
    public static List<Step> steps(Path guide) throws IOException {
        List<Step> steps = new ArrayList<>();
        boolean inside = false;
        for (String line : Files.readAllLines(guide)) {
            Matcher prompt = PROMPT.matcher(line);
            if (line.startsWith("```")) {
                inside = !inside;
            } else if (inside && prompt.matches()) {
                steps.add(new Shown(prompt.group(1), words(prompt.group(2)), new ArrayList<>()));
            } else if (inside && !steps.isEmpty() && steps.getLast() instanceof Shown shown) {
                shown.output().add(line);
            } else {
                Matcher play = PLAY.matcher(line);
                if (play.matches()) {
                    steps.add(new Happens(play.group(1)));
                }
            }
        }
        return steps;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words;
    }

    /** Returns whether the lines are those of the guide. */
    public static boolean matches(List<String> shown, List<String> printed) {
        if (shown.isEmpty()) {
            return printed.isEmpty();
        }
        if (shown.getFirst().strip().equals(REST)) {
            List<String> rest = shown.subList(1, shown.size());
            for (int skipped = 0; skipped <= printed.size(); skipped++) {
                if (matches(rest, printed.subList(skipped, printed.size()))) {
                    return true;
                }
            }
            return false;
        }
        return !printed.isEmpty() && same(shown.getFirst(), printed.getFirst())
                && matches(shown.subList(1, shown.size()), printed.subList(1, printed.size()));
    }

    private static boolean same(String shown, String printed) {
        return shown.endsWith(REST)
                ? bare(printed).startsWith(bare(shown.substring(0, shown.length() - REST.length())))
                : bare(shown).equals(bare(printed));
    }

    private static String bare(String line) {
        return line.replaceAll("\\S+@\\S+?(?=:? |:?$)", "SOMEBODY").replaceAll("\\b[0-9a-f]{8,}\\b", "HASH")
                .replaceAll("[0-9]+([.][0-9]+)?", "N")
                .replaceAll("\\s+", " ").strip();
    }
}
