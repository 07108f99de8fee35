package io.spillway.gateway.route;

import java.util.List;

/**
 * What is changed in the header of a message, beyond what the gateway always does: first removed, then set, then added.
 *
 * @param set each replaces every line of its name
 * @param add each is one more line
 * @param remove names of which no line stays
 */
public record HeaderEdits(List<Line> set, List<Line> add, List<String> remove) {
    /**
     * A header line.
     *
     * @param name as it is written
     * @param value as it is written; visible ASCII, spaces and tabs
     */
    public record Line(String name, String value) {
        /**
         * Checks the line: what is written here goes into messages as it is.
         *
         * @throws IllegalArgumentException when the value has other characters
         */
        public Line {
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if ((c < ' ' && c != '\t') || c >= 0x7f) {
                    throw new IllegalArgumentException("value of header " + name + ": character " + (int) c + " at " + i
                            + " (expected: printable ASCII)");
                }
            }
        }
    }

    public HeaderEdits {
        set = List.copyOf(set);
        add = List.copyOf(add);
        remove = List.copyOf(remove);
    }

    /** Returns whether lines of that name, in any case, that came with the message go. */
    public boolean drops(CharSequence name) {
        for (int i = 0; i < remove.size(); i++) {
            if (same(remove.get(i), name)) {
                return true;
            }
        }
        for (int i = 0; i < set.size(); i++) {
            if (same(set.get(i).name(), name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(String ours, CharSequence name) {
        if (ours.length() != name.length()) {
            return false;
        }
        for (int i = 0; i < ours.length(); i++) {
            if (lower(ours.charAt(i)) != lower(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /** Returns how many octets the added lines need at most. */
    public int length() {
        int length = 0;
        for (Line line : set) {
            length += line.name().length() + line.value().length() + 4;
        }
        for (Line line : add) {
            length += line.name().length() + line.value().length() + 4;
        }
        return length;
    }

    /** Returns the edits in words. */
    public String describe() {
        StringBuilder words = new StringBuilder();
        remove.forEach(name -> words.append(", removes ").append(name));
        set.forEach(line -> words.append(", sets ").append(line.name()).append(" to ").append(line.value()));
        add.forEach(line -> words.append(", adds ").append(line.name()).append(' ').append(line.value()));
        return words.isEmpty() ? "nothing" : words.substring(2);
    }
}
