package io.spillway.gateway.proxy.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;

/**
 * A message head: its octets and an index of slices in them. Reused for one message after the other by the connection
 * that owns it, on that connection's event loop only. All offsets are relative to the start of the head.
 *
 * <p>The octets are copied once into an array that the connection keeps: a head is looked at octet by octet, and each look
 * into a buffer asks three objects of changing classes (decision 0007).
 */
public final class MessageHead {
    private static final int INTS_PER_FIELD = 5;

    /** What most heads need. */
    private static final int USUAL = 512;
    /** A larger array is not kept from one message to the next: most connections wait. */
    private static final int KEPT = 4096;
    private static final byte[] NOTHING = {};

    private byte[] octets = NOTHING;
    private int filled;
    private int length;
    private int fields;
    private int[] index = new int[INTS_PER_FIELD * 32];
    private final int[] firstOf = new int[Field.values().length];
    private final int[] countOf = new int[Field.values().length];

    int firstEnd;
    int secondStart;
    int secondEnd;
    int thirdStart;
    int thirdEnd;

    /** Forgets the message. */
    public void clear() {
        filled = 0;
        length = 0;
        fields = 0;
        Arrays.fill(countOf, 0);
        if (octets.length > KEPT) {
            octets = NOTHING;
        }
    }

    /** Begins anew with the octets. */
    void refill() {
        filled = 0;
    }

    /** Copies octets so that the first {@code count} of them, from the reader index on, are here. */
    void fill(ByteBuf in, int count) {
        if (count > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(count, Math.max(USUAL, octets.length * 2)));
        }
        in.getBytes(in.readerIndex() + filled, octets, filled, count - filled);
        filled = count;
    }

    /** Returns how many octets are here. */
    int filled() {
        return filled;
    }

    /** The head is complete and so long. */
    void complete(int headLength) {
        length = headLength;
    }

    void addField(int nameStart, int nameEnd, int valueStart, int valueEnd, int lineEnd) {
        int at = fields * INTS_PER_FIELD;
        if (at == index.length) {
            index = Arrays.copyOf(index, index.length * 2);
        }
        int field = Field.named(octets, nameStart, nameEnd - nameStart).index();
        index[at] = nameStart | field << 24;
        index[at + 1] = nameEnd;
        index[at + 2] = valueStart;
        index[at + 3] = valueEnd;
        index[at + 4] = lineEnd;
        if (countOf[field]++ == 0) {
            firstOf[field] = fields;
        }
        fields++;
    }

    /** Returns the octets, to be read only; the head is at the start of them. */
    public byte[] octets() {
        return octets;
    }

    /** Returns the number of octets, the empty line included. */
    public int length() {
        return length;
    }

    /** Returns the number of field lines. */
    public int fields() {
        return fields;
    }

    /** Returns how often a field appears. */
    public int count(Field field) {
        return countOf[field.index()];
    }

    /** Returns which line is the first of this field; only meaningful when {@link #count} is not 0. */
    public int first(Field field) {
        return firstOf[field.index()];
    }

    public Field field(int line) {
        return Field.of(index[line * INTS_PER_FIELD] >>> 24);
    }

    public int nameStart(int line) {
        return index[line * INTS_PER_FIELD] & 0xff_ffff;
    }

    public int nameEnd(int line) {
        return index[line * INTS_PER_FIELD + 1];
    }

    public int valueStart(int line) {
        return index[line * INTS_PER_FIELD + 2];
    }

    public int valueEnd(int line) {
        return index[line * INTS_PER_FIELD + 3];
    }

    /** Returns the offset just after the line's CR LF. */
    public int lineEnd(int line) {
        return index[line * INTS_PER_FIELD + 4];
    }

    /** Returns the offset of the first field line (or of the empty line). */
    public int fieldsStart() {
        return thirdEnd + 2;
    }

    /** Returns a slice as text; each octet becomes one character. */
    public String text(int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns a field's value as text. */
    public String value(int line) {
        return text(valueStart(line), valueEnd(line));
    }

    /** Tells whether a field's value equals the given lower-case text without regard to case. */
    public boolean valueIs(int line, byte[] lowerCase) {
        return Octets.equalsIgnoreCase(octets, valueStart(line), valueEnd(line), lowerCase);
    }

    /** Returns the line of the first field of that name (any name, lower case), or -1. */
    public int find(String lowerCase) {
        for (int line = 0; line < fields; line++) {
            if (nameIs(line, lowerCase)) {
                return line;
            }
        }
        return -1;
    }

    /** Tells whether the line's field has this name. */
    public boolean nameIs(int line, String lowerCase) {
        return Octets.equalsIgnoreCase(octets, nameStart(line), nameEnd(line), lowerCase);
    }

    /** Returns an octet. */
    public byte at(int offset) {
        return octets[offset];
    }
}
