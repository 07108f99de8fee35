package io.spillway.drill.mock.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Room that a session needs while it looks at one response; shared by the sessions of a group that one thread runs. Belongs
 * to that thread.
 */
public final class Scratch {

    private static final int FIRST_ROOM = 64;

    /** Numbers of the names of the response's resources. */
    int[] numbers = new int[FIRST_ROOM];
    /** Their versions. */
    long[] versions = new long[FIRST_ROOM];

    private final List<int[]> stamps = new ArrayList<>();
    private int serial;

    /** Creates room. */
    public Scratch() {
        // grows as it is needed
    }

    /** Begins a response with that many resources. */
    void begin(int resources) {
        if (numbers.length < resources) {
            numbers = new int[Math.max(resources, numbers.length * 2)];
            versions = new long[numbers.length];
        }
        serial++;
        if (serial == 0) {
            stamps.forEach(each -> Arrays.fill(each, 0));
            serial = 1;
        }
    }

    /** Returns whether the name is new in this response. */
    boolean first(int type, int number) {
        while (stamps.size() <= type) {
            stamps.add(new int[FIRST_ROOM]);
        }
        int[] stamp = stamps.get(type);
        if (stamp.length <= number) {
            stamp = Arrays.copyOf(stamp, Math.max(number + 1, stamp.length * 2));
            stamps.set(type, stamp);
        }
        boolean first = stamp[number] != serial;
        stamp[number] = serial;
        return first;
    }

    /** Returns whether the name was in this response. */
    boolean seen(int type, int number) {
        return type < stamps.size() && number < stamps.get(type).length && stamps.get(type)[number] == serial;
    }
}
