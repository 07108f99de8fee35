package io.spillway.ctl.output;

import java.util.ArrayList;
import java.util.List;

/** Differences between two texts of some hundred lines: the longest common subsequence, and what is left. */
public final class LineDifference {

    private static final int CONTEXT = 3;

    private LineDifference() {}

    /**
     * Returns the lines that went, after "-", and those that came, after "+", with up to three lines around them after a
     * space, and "..." for what is left out. Empty when the texts are equal.
     */
    public static List<String> between(List<String> old, List<String> fresh) {
        List<String> all = compare(old, fresh);
        List<String> shown = new ArrayList<>();
        boolean skipped = false;
        for (int i = 0; i < all.size(); i++) {
            if (nearChange(all, i)) {
                if (skipped) {
                    shown.add(" ...");
                }
                shown.add(all.get(i));
                skipped = false;
            } else {
                skipped = true;
            }
        }
        return shown;
    }

    private static boolean nearChange(List<String> lines, int at) {
        for (int i = Math.max(0, at - CONTEXT); i <= Math.min(lines.size() - 1, at + CONTEXT); i++) {
            if (!lines.get(i).startsWith(" ")) {
                return true;
            }
        }
        return false;
    }

    private static List<String> compare(List<String> old, List<String> fresh) {
        int[][] common = new int[old.size() + 1][fresh.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = fresh.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(fresh.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < old.size() || j < fresh.size()) {
            if (i < old.size() && j < fresh.size() && old.get(i).equals(fresh.get(j))) {
                lines.add(" " + old.get(i++));
                j++;
            } else if (i < old.size() && (j == fresh.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add("-" + old.get(i++));
            } else {
                lines.add("+" + fresh.get(j++));
            }
        }
        return lines;
    }
}
