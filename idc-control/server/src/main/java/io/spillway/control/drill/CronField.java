package io.spillway.control.drill;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** A field of a crontab: what it may say, and what that means. */
enum CronField {
    MINUTE(0, 59, ""), HOUR(0, 23, ""), DAY(1, 31, ""), MONTH(1, 12,
            "jan feb mar apr may jun jul aug sep oct nov dec"), WEEKDAY(0, 7, "sun mon tue wed thu fri sat");

    /** Days of a week, of which the first is 0, and 7 too. */
    static final int WEEK = 7;

    private final int least;
    private final int most;
    /** With spaces between; empty for none. */
    private final String names;

    CronField(int least, int most, String names) {
        this.least = least;
        this.most = most;
        this.names = names;
    }

    /** Returns the numbers that a text means; throws IllegalArgumentException that says what is wrong with it. */
    BitSet read(String text) {
        BitSet found = new BitSet();
        for (String part : text.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : number(part.substring(slash + 1), part);
            int dash = range.indexOf('-');
            int from = range.equals("*") ? least : value(dash < 0 ? range : range.substring(0, dash), part);
            int until = range.equals("*") || (dash < 0 && slash >= 0)
                    ? most
                    : dash < 0 ? from : value(range.substring(dash + 1), part);
            if (step < 1 || from > until) {
                throw wrong(part);
            }
            for (int each = from; each <= until; each += step) {
                found.set(this == WEEKDAY ? each % WEEK : each);
            }
        }
        return found;
    }

    private int value(String text, String part) {
        int named = names.isEmpty() ? -1 : List.of(names.split(" ")).indexOf(text.toLowerCase(Locale.ROOT));
        int value = named >= 0 ? named + (this == MONTH ? 1 : 0) : number(text, part);
        if (value < least || value > most) {
            throw wrong(part);
        }
        return value;
    }

    private int number(String text, String part) {
        if (!text.matches("[0-9]{1,3}")) {
            throw wrong(part);
        }
        return Integer.parseInt(text);
    }

    private IllegalArgumentException wrong(String part) {
        return new IllegalArgumentException(
                name().toLowerCase(Locale.ROOT) + " \"" + part + "\" is not of " + least + ".." + most);
    }
}
