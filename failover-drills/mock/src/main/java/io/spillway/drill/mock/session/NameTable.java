package io.spillway.drill.mock.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

import io.spillway.drill.mock.message.Hash64;

/**
 * Numbers for names, from 0 upwards, the same for all clients of a group, so that a client needs a few octets for each
 * name and not the name. Grows only. Safe for all threads: those that find a name take no lock.
 */
public final class NameTable {

    /** Names that a table holds at most. */
    public static final int MOST = 1 << 20;
    /** Stands for a name that found no room. */
    public static final int NO_ROOM = -1;

    private static final int FIRST_ROOM = 64;

    private volatile Table table = new Table(FIRST_ROOM);

    /** Creates an empty table. */
    public NameTable() {
        // empty
    }

    /** Returns the number of names. */
    public int size() {
        return table.size;
    }

    /** Returns the number of a name, a new one if need be; {@link #NO_ROOM} when {@link #MOST} have one. */
    public int number(String name) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        return number(octets, 0, octets.length);
    }

    /** Returns the number of a name that lies in an array, a new one if need be; or {@link #NO_ROOM}. */
    public int number(byte[] octets, int from, int length) {
        long hash = Hash64.of(octets, from, length);
        int found = table.find(hash, octets, from, length);
        return found >= 0 ? found : add(hash, octets, from, length);
    }

    /** Returns the name with that number. */
    public String name(int number) {
        return table.texts[number];
    }

    private synchronized int add(long hash, byte[] octets, int from, int length) {
        Table now = table;
        int found = now.find(hash, octets, from, length);
        if (found >= 0) {
            return found;
        }
        if (now.size == MOST) {
            return NO_ROOM;
        }
        if (now.size == now.names.length) {
            now = now.grown();
        }
        int number = now.add(hash, Arrays.copyOfRange(octets, from, from + length));
        table = now; // also makes a grown table, and the new name in it, seen by all
        return number;
    }

    /** Open addressing. A slot is written last and read first, so that whoever finds a number finds its name. */
    private static final class Table {

        private final AtomicIntegerArray slots;
        private final long[] hashes;
        private final byte[][] names;
        private final String[] texts;
        private volatile int size;

        Table(int room) {
            slots = new AtomicIntegerArray(room * 2);
            hashes = new long[room];
            names = new byte[room][];
            texts = new String[room];
        }

        int find(long hash, byte[] octets, int from, int length) {
            int mask = slots.length() - 1;
            for (int slot = (int) hash & mask;; slot = (slot + 1) & mask) {
                int number = slots.getAcquire(slot) - 1;
                if (number < 0) {
                    return -1;
                }
                if (hashes[number] == hash
                        && Arrays.equals(names[number], 0, names[number].length, octets, from, from + length)) {
                    return number;
                }
            }
        }

        int add(long hash, byte[] name) {
            int number = size;
            hashes[number] = hash;
            names[number] = name;
            texts[number] = new String(name, StandardCharsets.UTF_8);
            size = number + 1;
            put(hash, number);
            return number;
        }

        Table grown() {
            Table bigger = new Table(names.length * 2);
            System.arraycopy(hashes, 0, bigger.hashes, 0, size);
            System.arraycopy(names, 0, bigger.names, 0, size);
            System.arraycopy(texts, 0, bigger.texts, 0, size);
            for (int number = 0; number < size; number++) {
                bigger.put(hashes[number], number);
            }
            bigger.size = size;
            return bigger;
        }

        private void put(long hash, int number) {
            int mask = slots.length() - 1;
            int slot = (int) hash & mask;
            while (slots.getPlain(slot) != 0) {
                slot = (slot + 1) & mask;
            }
            slots.setRelease(slot, number + 1);
        }
    }
}
